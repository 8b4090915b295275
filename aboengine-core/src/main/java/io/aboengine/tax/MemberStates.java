package io.aboengine.tax;

import java.time.LocalDate;
import java.util.List;

/**
 * Who belongs to the territory of the Union's VAT law, and when: the dates of accession, and for the United Kingdom the end
 * of the transition period (article 126 of the withdrawal agreement).
 */
final class MemberStates {
    private static final List<Membership> MEMBERSHIPS = List.of(
            since("1958-01-01", "BE", "DE", "FR", "IT", "LU", "NL"),
            new Membership(List.of("GB"), LocalDate.of(1973, 1, 1), LocalDate.of(2020, 12, 31)),
            since("1973-01-01", "DK", "IE"),
            since("1981-01-01", "GR"),
            since("1986-01-01", "ES", "PT"),
            since("1995-01-01", "AT", "FI", "SE"),
            since("2004-05-01", "CY", "CZ", "EE", "HU", "LT", "LV", "MT", "PL", "SI", "SK"),
            since("2007-01-01", "BG", "RO"),
            since("2013-07-01", "HR"));

    private MemberStates() {}

    /** Both days included. */
    private record Membership(List<String> countries, LocalDate first, LocalDate last) {
        boolean holds(String country, LocalDate day) {
            return countries.contains(country) && !day.isBefore(first) && !day.isAfter(last);
        }
    }

    private static Membership since(String first, String... countries) {
        return new Membership(List.of(countries), LocalDate.parse(first), LocalDate.MAX);
    }

    static boolean include(String country, LocalDate day) {
        return MEMBERSHIPS.stream().anyMatch(m -> m.holds(country, day));
    }
}
