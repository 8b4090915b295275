package io.aboengine.invoice;

import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.util.Locale;

/**
 * How documents of one type are numbered: a pattern with {@code {year}}, the year of issue, and a run of {@code 0}s in
 * braces for the counter, such as {@code RE-{year}-{000000}}. Numbers are unique, ascend and have no gaps within a
 * series; a pattern with a year starts again at 1 each year, one without never does (section 14 (4) no. 4 UStG asks for
 * uniqueness).
 */
public record NumberSeries(String pattern) {
    private static final String YEAR = "{year}";

    public NumberSeries {
        int open = pattern.lastIndexOf('{');
        int close = pattern.length() - 1;
        if (open < 0
                || pattern.charAt(close) != '}'
                || close - open < 2
                || !pattern.substring(open + 1, close).chars().allMatch(c -> c == '0')) {
            throw new InvalidRequestException(
                    "number series", pattern, "must end with the counter's zeros in braces, as in RE-{year}-{000000}");
        }
        if (beginning(pattern).replace(YEAR, "").matches(".*[{}].*")) {
            throw new InvalidRequestException(
                    "number series", pattern, "knows {year} and the counter, nothing else in braces");
        }
    }

    /**
     * Whether a number of this series could be printed like one of the other, as one beginning is the other with more
     * digits. Two patterns with the same beginning are one series and count together.
     */
    public boolean mayCollideWith(NumberSeries other) {
        String one = beginning(pattern).replace(YEAR, "2000");
        String two = beginning(other.pattern).replace(YEAR, "2000");
        String longer = one.length() > two.length() ? one : two;
        String shorter = one.length() > two.length() ? two : one;
        return longer.length() > shorter.length()
                && longer.startsWith(shorter)
                && longer.substring(shorter.length()).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String beginning(String pattern) {
        return pattern.substring(0, pattern.lastIndexOf('{'));
    }

    /** The series a document of this date belongs to: the pattern's beginning, with the year written out. */
    public String seriesOn(LocalDate issuedOn) {
        return beginning(pattern).replace(YEAR, fourDigits(issuedOn.getYear()));
    }

    private static String fourDigits(int year) {
        return year >= 1000 ? Integer.toString(year) : String.format(Locale.ROOT, "%04d", year);
    }

    /** How many digits the counter has at least. */
    public int digits() {
        return pattern.length() - pattern.lastIndexOf('{') - 2;
    }
}
