package io.aboengine.invoice;

import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.Language;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * How amounts and dates are written: {@code 1.234,50 EUR} and {@code 01.04.2026} in German, {@code 1,234.50 EUR} and
 * {@code 2026-04-01} in English. Our own, so that a document reads the same on every machine.
 */
record Notation(Language language) {

    String money(Money amount) {
        return decimal(amount.toDecimal()) + " " + amount.currency();
    }

    String price(UnitPrice price) {
        return decimal(price.amount()) + " " + price.currency();
    }

    /** Without trailing zeros. */
    String quantity(BigDecimal quantity) {
        return decimal(quantity.stripTrailingZeros());
    }

    String percent(BigDecimal percent) {
        return quantity(percent) + (language == Language.DE ? " %" : "%");
    }

    String date(LocalDate day) {
        if (language == Language.EN) {
            return day.toString();
        }
        String iso = day.toString();
        int month = iso.length() - 5;
        return iso.substring(month + 3) + "." + iso.substring(month, month + 2) + "." + iso.substring(0, month - 1);
    }

    String days(DocumentView.Supply supply) {
        return supply.first().equals(supply.last())
                ? date(supply.first())
                : date(supply.first()) + " – " + date(supply.last());
    }

    private String decimal(BigDecimal number) {
        String digits = number.abs().toPlainString();
        int point = digits.indexOf('.');
        String whole = point < 0 ? digits : digits.substring(0, point);
        String fraction = point < 0 ? "" : (language == Language.DE ? "," : ".") + digits.substring(point + 1);
        StringBuilder grouped = new StringBuilder(number.signum() < 0 ? "-" : "");
        for (int i = 0; i < whole.length(); i++) {
            if (i > 0 && (whole.length() - i) % 3 == 0) {
                grouped.append(language == Language.DE ? '.' : ',');
            }
            grouped.append(whole.charAt(i));
        }
        return grouped.append(fraction).toString();
    }
}
