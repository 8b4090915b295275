package io.aboengine.dunning;

/** One document that is not paid. {@code document} names it for the caller. */
public record Claim(long document, DunningPosition position, OnItsWay onItsWay) {

    /** Whether money is on its way by itself. */
    public enum OnItsWay {
        NONE,
        /** The next automatic try has its day. */
        RETRY_PLANNED,
        /** A gateway has been asked and the answer is not known. */
        ATTEMPT_LIVE
    }
}
