package io.aboengine.party;

import io.aboengine.spi.PlainText;

/** Who gives a command. Kept with every event; decides with {@link SelfService} what is permitted. */
public sealed interface Actor {

    /** The customer of this account; may act on this account alone, and only as far as {@link SelfService} allows. */
    record Customer(AccountId account) implements Actor {
        @Override
        public String toString() {
            return "customer:" + account;
        }
    }

    /** Somebody of the shop, by a name of the shop's choosing (an id, not a person's name); may do everything. */
    record Operator(String id) implements Actor {
        public Operator {
            PlainText.require("operator", id, 64);
        }

        @Override
        public String toString() {
            return "operator:" + id;
        }
    }

    /** The engine itself: what falls due by the calendar. */
    record Engine() implements Actor {
        @Override
        public String toString() {
            return "engine";
        }
    }

    static Actor customer(AccountId account) {
        return new Customer(account);
    }

    static Actor operator(String id) {
        return new Operator(id);
    }

    static Actor engine() {
        return new Engine();
    }
}
