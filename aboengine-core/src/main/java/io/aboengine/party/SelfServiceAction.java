package io.aboengine.party;

/** What a customer may be allowed to do without the shop. */
public enum SelfServiceAction {
    SUBSCRIBE,
    CANCEL,
    CHANGE_PLAN,
    CHANGE_PAYMENT_METHOD,
    PAUSE,
    SKIP
}
