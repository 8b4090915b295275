package io.aboengine.examples.demo;

import io.aboengine.money.Money;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A picture of the months as SVG: what was billed beside what came in, and what was open at the end. */
final class Chart {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 540;
    private static final int LEFT = 80;
    private static final int RIGHT = 30;
    private static final int TOP = 110;
    private static final int BOTTOM = 70;
    private static final int MOST_LINES = 8;
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM", Locale.ENGLISH);

    /** Told apart by everybody, also in grey (Okabe and Ito). */
    private static final String BILLED = "#0072b2";

    private static final String COLLECTED = "#56b4e9";
    private static final String OPEN = "#d55e00";

    private final List<Month> months;
    private final double step;
    private final double top;
    private final StringBuilder svg = new StringBuilder();

    private Chart(List<Month> months) {
        this.months = months;
        double most = months.stream()
                .flatMap(m -> List.of(billed(m), collected(m), m.open()).stream())
                .mapToDouble(Chart::euros)
                .max()
                .orElse(1);
        this.step = step(most);
        this.top = Math.max(1, Math.ceil(most / step)) * step;
    }

    static String svg(List<Month> months) {
        return new Chart(months).draw();
    }

    /** What documents asked for, less what they gave back. */
    static Money billed(Month month) {
        return month.billed().plus(month.fees()).minus(month.credited());
    }

    /** What came in, less what went back. */
    static Money collected(Month month) {
        return month.moneyIn().minus(month.moneyBack());
    }

    private static double euros(Money money) {
        return money.toDecimal().doubleValue();
    }

    /** 1, 2 or 5 times a power of ten, so that few lines are enough. */
    private static double step(double most) {
        double step = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1))) - 1);
        while (true) {
            for (int factor : new int[] {1, 2, 5}) {
                if (most / (step * factor) <= MOST_LINES) {
                    return step * factor;
                }
            }
            step *= 10;
        }
    }

    private String draw() {
        put(
                "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d' role='img'"
                        + " font-family='Helvetica, Arial, DejaVu Sans, sans-serif' fill='#333'>",
                WIDTH, HEIGHT, WIDTH, HEIGHT);
        put("<title>Billed and collected by month</title>");
        put("<rect width='100%%' height='100%%' fill='#fff'/>");
        put("<text x='%d' y='36' font-size='22' font-weight='bold'>Billed and collected by month</text>", LEFT);
        put(
                "<text x='%d' y='60' font-size='14' fill='#666'>EUR with value added tax; billed less credit notes,"
                        + " collected less returns</text>",
                LEFT);
        legend();
        grid();
        for (int i = 0; i < months.size(); i++) {
            month(i);
        }
        openLine();
        put("</svg>");
        return svg.toString();
    }

    private void legend() {
        int y = 78;
        put("<rect x='%d' y='%d' width='14' height='14' fill='%s'/>", LEFT, y, BILLED);
        put("<text x='%d' y='%d' font-size='14'>billed</text>", LEFT + 20, y + 12);
        put("<rect x='%d' y='%d' width='14' height='14' fill='%s'/>", LEFT + 90, y, COLLECTED);
        put("<text x='%d' y='%d' font-size='14'>collected</text>", LEFT + 110, y + 12);
        put(
                "<line x1='%d' y1='%d' x2='%d' y2='%d' stroke='%s' stroke-width='2.5'/>",
                LEFT + 202, y + 7, LEFT + 226, y + 7, OPEN);
        put("<circle cx='%d' cy='%d' r='4' fill='%s'/>", LEFT + 214, y + 7, OPEN);
        put("<text x='%d' y='%d' font-size='14'>open at the end of the month</text>", LEFT + 232, y + 12);
    }

    private void grid() {
        for (double value = 0; value <= top + step / 2; value += step) {
            double y = y(value);
            put(
                    "<line x1='%d' y1='%.1f' x2='%d' y2='%.1f' stroke='%s'/>",
                    LEFT, y, WIDTH - RIGHT, y, value < step / 2 ? "#333" : "#ddd");
            put(
                    "<text x='%d' y='%.1f' font-size='13' text-anchor='end' fill='#666'>%s</text>",
                    LEFT - 8, y + 4.5, String.format(Locale.ROOT, "%,.0f", value));
        }
        put(
                "<text transform='translate(22 %d) rotate(-90)' font-size='13' text-anchor='middle' fill='#666'>EUR"
                        + "</text>",
                (TOP + HEIGHT - BOTTOM) / 2);
    }

    private void month(int i) {
        Month month = months.get(i);
        double bar = slot() * 0.36;
        bar(x(i) - bar, bar, billed(month), BILLED, month, "billed");
        bar(x(i), bar, collected(month), COLLECTED, month, "collected");
        put(
                "<text x='%.1f' y='%d' font-size='13' text-anchor='middle'>%s</text>",
                x(i), HEIGHT - BOTTOM + 20, month.month().format(MONTH));
        if (i == 0 || month.month().getMonthValue() == 1) {
            put(
                    "<text x='%.1f' y='%d' font-size='13' font-weight='bold' text-anchor='middle'>%d</text>",
                    x(i), HEIGHT - BOTTOM + 40, month.month().getYear());
        }
    }

    private void bar(double x, double width, Money amount, String colour, Month month, String what) {
        double y = y(Math.max(0, euros(amount)));
        put(
                "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s'><title>%s %s: EUR %s</title></rect>",
                x, y, width, y(0) - y, colour, month.month(), what, MonthTable.amount(amount));
    }

    private void openLine() {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < months.size(); i++) {
            points.append(String.format(
                    Locale.ROOT, "%.1f,%.1f ", x(i), y(euros(months.get(i).open()))));
        }
        put(
                "<polyline points='%s' fill='none' stroke='%s' stroke-width='2.5'/>",
                points.toString().strip(), OPEN);
        for (int i = 0; i < months.size(); i++) {
            Month month = months.get(i);
            put(
                    "<circle cx='%.1f' cy='%.1f' r='4' fill='%s'><title>%s open: EUR %s</title></circle>",
                    x(i), y(euros(month.open())), OPEN, month.month(), MonthTable.amount(month.open()));
        }
    }

    private double slot() {
        return (double) (WIDTH - LEFT - RIGHT) / months.size();
    }

    /** The middle of the month. */
    private double x(int i) {
        return LEFT + (i + 0.5) * slot();
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
    }

    private void put(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
