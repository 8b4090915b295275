package io.aboengine.scenario;

import java.util.ArrayList;
import java.util.List;

/** What was done and what came of it, line by line, for a reader who has to find out what went wrong. */
final class Story {
    private static final String QUIET = "nothing to do";

    private final List<String> lines = new ArrayList<>();
    private int chapter;
    private String quietSince = "";

    void chapter(String when, String what) {
        chapter = lines.size();
        lines.add(when + "  " + what);
    }

    void tell(String line) {
        lines.add("            " + line);
    }

    /** Nothing came of the chapter, a run. Many of them in a row need one line only. */
    void nothingHappened() {
        String when = lines.get(chapter).split("  ", 2)[0];
        lines.subList(chapter, lines.size()).clear();
        if (quietSince.isEmpty() || !lines.get(lines.size() - 1).endsWith(QUIET)) {
            quietSince = when;
            lines.add(when + "  " + QUIET);
        } else {
            lines.set(lines.size() - 1, quietSince + " … " + when + "  " + QUIET);
        }
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
