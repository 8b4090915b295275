package io.aboengine.examples.replay;

/** A file that is no valid story, or asks for what cannot be replayed yet. The message says where, and what is wrong. */
final class StoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StoryException(String message) {
        super(message);
    }

    /** @param where a JSON pointer; empty for the whole file */
    static StoryException wrong(String where, String found, String expected) {
        return new StoryException(at(where) + "found " + found + ", expected " + expected);
    }

    /** @param what the key, and the value if others of it are supported */
    static StoryException notYet(String where, String what) {
        return new StoryException(at(where) + "not supported yet: " + what);
    }

    /** What cannot be read as JSON at all. */
    static StoryException unreadable(int line, int column, String why) {
        return new StoryException("line " + line + ", column " + column + ": " + why);
    }

    static StoryException unreadable(String why) {
        return new StoryException(why);
    }

    private static String at(String where) {
        return where.isEmpty() ? "" : where + ": ";
    }
}
