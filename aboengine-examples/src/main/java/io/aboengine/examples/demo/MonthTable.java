package io.aboengine.examples.demo;

import io.aboengine.money.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** The books as text: one line a month, and the equation they must fulfil. */
final class MonthTable {
    private MonthTable() {}

    static String text(List<Month> months) {
        StringBuilder text = new StringBuilder();
        line(text, "", "", "", "credit", "", "", "", "", "money", "open at", "owed to");
        line(
                text,
                "month",
                "invoices",
                "billed",
                "notes",
                "credited",
                "reminders",
                "fees",
                "money in",
                "back",
                "month end",
                "them");
        for (Month m : months) {
            line(
                    text,
                    m.month().toString(),
                    Integer.toString(m.invoices()),
                    amount(m.billed()),
                    Integer.toString(m.creditNotes()),
                    amount(m.credited()),
                    Integer.toString(m.reminders()),
                    amount(m.fees()),
                    amount(m.moneyIn()),
                    amount(m.moneyBack()),
                    amount(m.open()),
                    amount(m.credit()));
        }
        Month last = months.get(months.size() - 1);
        line(
                text,
                "total",
                Integer.toString(months.stream().mapToInt(Month::invoices).sum()),
                amount(Books.sum(months.stream().map(Month::billed).toList())),
                Integer.toString(months.stream().mapToInt(Month::creditNotes).sum()),
                amount(Books.sum(months.stream().map(Month::credited).toList())),
                Integer.toString(months.stream().mapToInt(Month::reminders).sum()),
                amount(Books.sum(months.stream().map(Month::fees).toList())),
                amount(Books.sum(months.stream().map(Month::moneyIn).toList())),
                amount(Books.sum(months.stream().map(Month::moneyBack).toList())),
                amount(last.open()),
                amount(last.credit()));
        return text.toString();
    }

    private static void line(StringBuilder text, Object... cells) {
        text.append(String.format(Locale.ROOT, "%-7s %8s %9s %6s %8s %9s %6s %9s %8s %9s %7s", cells)
                        .stripTrailing())
                .append('\n');
    }

    /** {@code 12,345.60}: without the currency, which the heading names. */
    static String amount(Money money) {
        BigDecimal decimal = money.toDecimal();
        return String.format(Locale.ROOT, "%,.2f", decimal);
    }

    static String equation(Audit.Totals totals) {
        StringBuilder text = new StringBuilder();
        item(text, "invoices", totals.billed());
        item(text, "+ fees of reminders", totals.fees());
        item(text, "- credit notes", totals.credited());
        item(text, "= all documents", totals.documents());
        item(text, "  and their " + totals.lines() + " lines", totals.linesGross());
        text.append('\n');
        item(text, "money in (collected and transferred)", totals.moneyIn());
        item(text, "- money back (returned and charged back)", totals.moneyBack());
        item(text, "+ open (asked for, not paid yet)", totals.open());
        item(text, "+ written off", totals.writtenOff());
        item(text, "+ customer credit given as goodwill", totals.granted());
        item(text, "- customer credit not used yet", totals.creditLeft());
        item(text, "= accounted for", totals.accountedFor());
        return text.toString();
    }

    private static void item(StringBuilder text, String what, Money amount) {
        text.append(String.format(Locale.ROOT, "  %-44s %14s\n", what, amount(amount)));
    }
}
