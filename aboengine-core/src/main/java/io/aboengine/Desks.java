package io.aboengine;

/** Where commands are given and questions asked. All desks are thread-safe unless they join a caller's connection. */
public interface Desks {
    Accounts accounts();

    Subscriptions subscriptions();

    Payments payments();

    Documents documents();

    AccessDesk access();

    Events events();
}
