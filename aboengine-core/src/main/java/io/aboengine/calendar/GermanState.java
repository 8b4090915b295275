package io.aboengine.calendar;

import io.aboengine.spi.InvalidRequestException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The sixteen states of Germany, which decide on most of its holidays; named by their codes of ISO 3166-2:DE. */
public enum GermanState {
    /** Baden-Württemberg. */
    BW,
    /** Bavaria. */
    BY,
    /** Berlin. */
    BE,
    /** Brandenburg. */
    BB,
    /** Bremen. */
    HB,
    /** Hamburg. */
    HH,
    /** Hesse. */
    HE,
    /** Mecklenburg-Western Pomerania. */
    MV,
    /** Lower Saxony. */
    NI,
    /** North Rhine-Westphalia. */
    NW,
    /** Rhineland-Palatinate. */
    RP,
    /** Saarland. */
    SL,
    /** Saxony. */
    SN,
    /** Saxony-Anhalt. */
    ST,
    /** Schleswig-Holstein. */
    SH,
    /** Thuringia. */
    TH;

    /** Reads the two capital letters of a code: {@code BY}. */
    public static GermanState parse(String code) {
        return Arrays.stream(values())
                .filter(state -> state.name().equals(code))
                .findAny()
                .orElseThrow(() -> new InvalidRequestException(
                        "state",
                        code,
                        "must be one of "
                                + Arrays.stream(values()).map(GermanState::name).collect(Collectors.joining(" "))));
    }
}
