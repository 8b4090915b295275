package io.aboengine.spi.payment;

import io.aboengine.check.Require;

/** What a provider knows of an earlier charge. */
public sealed interface LookupResult {
    /**
     * The provider has the charge.
     *
     * @param result how it stands now, which may be further than when it was first answered; never {@code Unknown}
     */
    record Found(ChargeResult result) implements LookupResult {
        public Found {
            Require.present("result", result);
            Require.that(
                    !(result instanceof ChargeResult.Unknown),
                    "result",
                    result,
                    "must be known; answer CannotTell where it is not");
        }
    }

    /** The provider never had it, for certain, and no request still on its way can bring it: no money moved. */
    record NotFound() implements LookupResult {}

    /**
     * The provider cannot be asked, did not answer, or is not sure.
     *
     * @param detail why, for the operator; no secrets
     */
    record CannotTell(String detail) implements LookupResult {
        public CannotTell {
            Require.text("detail", detail, 2000);
        }
    }
}
