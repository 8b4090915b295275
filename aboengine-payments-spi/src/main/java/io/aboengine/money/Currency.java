package io.aboengine.money;

import io.aboengine.check.Require;
import io.aboengine.spi.InvalidRequestException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A currency and how many decimals its minor unit has, as ISO 4217 lists it (list one, January 2026). The table is our
 * own, so an amount means the same on every JDK.
 *
 * <p>Codes without a minor unit (gold, the special drawing right, the codes for testing and for no currency) are
 * unknown here: nothing can be invoiced in them. Withdrawn codes are unknown too. Some payment providers count other
 * decimals than ISO for a currency; translating is their adapter's work.
 *
 * @param code three capital letters, {@code "EUR"}
 * @param decimals digits after the point of an amount: 2 for EUR, 0 for JPY, 3 for KWD
 */
public record Currency(String code, int decimals) {
    private static final Map<String, Integer> DECIMALS_BY_CODE = isoTable();
    private static final Map<String, Currency> BY_CODE = all();

    public static final Currency EUR = of("EUR");
    public static final Currency CHF = of("CHF");
    public static final Currency USD = of("USD");
    public static final Currency GBP = of("GBP");
    public static final Currency JPY = of("JPY");

    /** Accepts only what {@link #of} would answer. */
    public Currency {
        int known = decimalsOf(code);
        Require.that(decimals == known, "decimals", decimals, "ISO 4217 gives " + code + " " + known);
    }

    /** The currency of an ISO 4217 code, written in capitals. */
    public static Currency of(String code) {
        Currency known = BY_CODE.get(Require.present("currency", code));
        if (known == null) {
            throw unknown(code);
        }
        return known;
    }

    /** All codes that {@link #of} accepts, in alphabetical order. */
    public static Set<String> codes() {
        return DECIMALS_BY_CODE.keySet();
    }

    private static int decimalsOf(String code) {
        Integer decimals = DECIMALS_BY_CODE.get(Require.present("currency", code));
        if (decimals == null) {
            throw unknown(code);
        }
        return decimals;
    }

    private static InvalidRequestException unknown(String code) {
        return new InvalidRequestException("currency", code, "is no active ISO 4217 code with a minor unit");
    }

    @Override
    public String toString() {
        return code;
    }

    private static Map<String, Currency> all() {
        Map<String, Currency> all = new HashMap<>();
        DECIMALS_BY_CODE.forEach((code, decimals) -> all.put(code, new Currency(code, decimals)));
        return all;
    }

    private static Map<String, Integer> isoTable() {
        Map<String, Integer> table = new TreeMap<>();
        enter(table, 0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF");
        enter(table, 2, """
                AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
                CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD
                HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK
                MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD
                RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH
                USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG""");
        enter(table, 3, "BHD IQD JOD KWD LYD OMR TND");
        enter(table, 4, "CLF UYW");
        return Collections.unmodifiableMap(table);
    }

    private static void enter(Map<String, Integer> table, int decimals, String codes) {
        for (String code : codes.split("\\s+", -1)) {
            table.put(code, decimals);
        }
    }
}
