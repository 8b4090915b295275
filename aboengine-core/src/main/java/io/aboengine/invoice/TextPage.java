package io.aboengine.invoice;

import java.util.ArrayList;
import java.util.List;

/** A page of plain text, {@value #WIDTH} columns wide: paragraphs, tables and sums below them. */
final class TextPage {
    static final int WIDTH = 88;
    private static final int GAP = 2;
    private static final int LEAST_TEXT = 20;
    private static final int SUMS_FROM = 38;

    private final StringBuilder text = new StringBuilder();

    /** How the cells of a column stand. */
    enum Align {
        LEFT,
        RIGHT,
        /** Left; takes the room that the others leave, and wraps. */
        WRAP
    }

    /** A row of a table and the notes below its text. */
    record Row(List<String> cells, List<String> notes) {
        static Row of(String... cells) {
            return new Row(List.of(cells), List.of());
        }
    }

    void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    void gap() {
        text.append('\n');
    }

    void heading(String heading) {
        for (String line : wrapped(heading, WIDTH)) {
            line(line);
        }
        line("=".repeat(Math.min(heading.length(), WIDTH)));
    }

    void paragraph(String paragraph) {
        for (String line : wrapped(paragraph, WIDTH)) {
            line(line);
        }
    }

    /** Names and values, one below the other. */
    void facts(List<Row> facts) {
        int names = widest(facts, 0);
        for (Row fact : facts) {
            line(left(fact.cells.get(0), names + GAP) + fact.cells.get(1));
        }
    }

    /** Exactly one column wraps; notes stand below it and may run under the columns to its right. */
    void table(List<Align> columns, Row head, List<Row> rows) {
        List<Row> all = new ArrayList<>(rows);
        all.add(head);
        int text = columns.indexOf(Align.WRAP);
        int[] widths = new int[columns.size()];
        int left = WIDTH - GAP * (columns.size() - 1);
        for (int i = 0; i < widths.length; i++) {
            widths[i] = i == text ? 0 : widest(all, i);
            left -= widths[i];
        }
        widths[text] = Math.max(left, LEAST_TEXT);
        int indent = 0;
        for (int i = 0; i < text; i++) {
            indent += widths[i] + GAP;
        }
        row(columns, widths, head);
        rule();
        for (Row row : rows) {
            row(columns, widths, row);
            for (String note : row.notes) {
                for (String line : wrapped(note, WIDTH - indent)) {
                    line(" ".repeat(indent) + line);
                }
            }
        }
        rule();
    }

    private void row(List<Align> columns, int[] widths, Row row) {
        int wrap = columns.indexOf(Align.WRAP);
        List<String> texts = wrapped(row.cells.get(wrap), widths[wrap]);
        for (int n = 0; n < texts.size(); n++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = i == wrap ? texts.get(n) : n == 0 ? row.cells.get(i) : "";
                line.append(i == 0 ? "" : " ".repeat(GAP))
                        .append(columns.get(i) == Align.RIGHT ? right(cell, widths[i]) : left(cell, widths[i]));
            }
            line(line.toString());
        }
    }

    void rule() {
        line("-".repeat(WIDTH));
    }

    /** Names on the right half, further left if one is long; amounts flush right. */
    void sums(List<Row> sums) {
        int room = sums.stream()
                .mapToInt(s -> s.cells.get(0).length() + GAP + s.cells.get(1).length())
                .max()
                .orElse(0);
        int from = Math.max(Math.min(SUMS_FROM, WIDTH - room), 0);
        for (Row sum : sums) {
            String name = " ".repeat(from) + sum.cells.get(0);
            line(name + right(sum.cells.get(1), WIDTH - name.length()));
        }
    }

    private static int widest(List<Row> rows, int column) {
        return rows.stream().mapToInt(r -> r.cells.get(column).length()).max().orElse(0);
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(width - text.length(), 0));
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(width - text.length(), 0)) + text;
    }

    /** One line: what controls a terminal, and line breaks, become blanks. */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    /** In lines of at most {@code width}, broken between words, or inside one that is longer; one line at least. */
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : oneLine(text).split(" ", -1)) {
            String rest = word;
            if (line.length() > 0 && line.length() + 1 + rest.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (rest.length() > width) {
                int cut = Character.isHighSurrogate(rest.charAt(width - 1)) ? width - 1 : width;
                lines.add(rest.substring(0, cut));
                rest = rest.substring(cut);
            }
            line.append(line.length() == 0 ? "" : " ").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
