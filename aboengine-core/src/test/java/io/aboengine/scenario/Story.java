package io.aboengine.scenario;

import java.util.ArrayList;
import java.util.List;

/** What was done and what came of it, line by line, for a reader who has to find out what went wrong. */
final class Story {
    private final List<String> lines = new ArrayList<>();

    void chapter(String when, String what) {
        lines.add(when + "  " + what);
    }

    void tell(String line) {
        lines.add("            " + line);
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
