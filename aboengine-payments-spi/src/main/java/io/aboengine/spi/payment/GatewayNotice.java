package io.aboengine.spi.payment;

import io.aboengine.check.Require;
import io.aboengine.money.Money;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;

/**
 * What a provider tells of its own accord after a charge was answered: a webhook, a line of a return file. The adapter
 * checks where it came from and translates it. Notices may arrive late, twice and in any order; {@code noticeId} tells
 * a repetition from a second event.
 *
 * @param gateway {@link PaymentGateway#id} of the gateway it came through
 * @param noticeId the same for every delivery of one event, unique among the gateway's notices; 1 to 255 characters of
 *     printable ASCII
 * @param charge key of the charge it speaks of
 * @param outcome what happened
 * @param amount how much it happened to, more than zero: what was taken, failed to be taken, or went back
 * @param occurredAt when it happened at the provider, not when it arrived
 */
public record GatewayNotice(
        @NotBlank @Size(max = 255) String gateway,
        @NotBlank @Size(max = 255) String noticeId,
        @NotNull IdempotencyKey charge,
        @NotNull Outcome outcome,
        @NotNull Money amount,
        @NotNull Instant occurredAt) {
    public GatewayNotice {
        Require.printableAscii("gateway", gateway, 255);
        Require.printableAscii("noticeId", noticeId, 255);
        Require.present("charge", charge);
        Require.present("outcome", outcome);
        Require.present("amount", amount);
        Require.that(amount.isPositive(), "amount", amount, "must be more than zero");
        Require.present("occurredAt", occurredAt);
    }

    /** What happened to the charge. */
    public sealed interface Outcome {
        /** The money was taken. */
        record Settled(GatewayReference reference) implements Outcome {
            public Settled {
                Require.present("reference", reference);
            }
        }

        /**
         * A pending charge came to nothing; no money was taken.
         *
         * @param code the provider's own code, for support; no personal data
         */
        record Failed(DeclineAdvice advice, String code) implements Outcome {
            public Failed {
                Require.present("advice", advice);
                Require.text("code", code, 255);
            }
        }

        /**
         * A direct debit that had been taken was given back by the customer's bank.
         *
         * @param reasonCode ISO 20022 return reason, {@code "AM04"}, or the provider's own
         */
        record Returned(String reasonCode) implements Outcome {
            public Returned {
                Require.text("reasonCode", reasonCode, 255);
            }
        }

        /**
         * A card or wallet charge that had been taken was taken back on the customer's complaint.
         *
         * @param reasonCode the card scheme's or the provider's own
         */
        record ChargedBack(String reasonCode) implements Outcome {
            public ChargedBack {
                Require.text("reasonCode", reasonCode, 255);
            }
        }
    }
}
