package io.aboengine.engine;

import io.aboengine.spi.InvalidRequestException;

/** What somebody may ask for at once. */
final class Pages {
    private Pages() {}

    /** @throws InvalidRequestException if a page of so many is none: whoever reads on until one is empty would never end */
    static int of(int limit) {
        if (limit < 1) {
            throw new InvalidRequestException("limit", limit, "must be 1 or more");
        }
        return limit;
    }
}
