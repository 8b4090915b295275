package io.aboengine.party;

/** The language in which a customer reads documents. */
public enum Language {
    DE,
    EN
}
