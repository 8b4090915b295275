package io.aboengine.dunning;

/** What a level does besides sending a notice. */
public enum DunningAction {
    /** Tell the shop, by the event, that the level was taken. */
    NOTIFY,
    /** Announce in the notice that the service will stop. */
    WARN,
    /** Stop the service of the contracts on the document until it is paid. */
    SUSPEND
}
