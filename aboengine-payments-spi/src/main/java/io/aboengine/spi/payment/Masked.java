package io.aboengine.spi.payment;

import java.net.URI;

/** Links as they may be printed: their query or path often lets whoever has it act as the customer. */
final class Masked {
    private Masked() {}

    /** Scheme and host, and that there was more. */
    static String link(URI link) {
        String host = link.getHost();
        return link.getScheme() + (host == null ? ":****" : "://" + host + "/****");
    }
}
