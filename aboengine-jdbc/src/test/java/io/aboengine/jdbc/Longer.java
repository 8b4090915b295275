package io.aboengine.jdbc;

/**
 * Tests that take minutes run shortened in the build, and whole with {@code -Daboengine.longer=true}; see CONTRIBUTING.md.
 */
final class Longer {
    private static final boolean WANTED = Boolean.getBoolean("aboengine.longer");

    private Longer() {}

    static boolean isWanted() {
        return WANTED;
    }

    /** As many as in the longer tests, or as in the build. */
    static int orInTheBuild(int longer, int inTheBuild) {
        return WANTED ? longer : inTheBuild;
    }
}
