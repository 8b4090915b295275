package io.aboengine.examples.demo;

import io.aboengine.AboEngine;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What became of the attempts to collect, by way of paying. */
final class WaysOfPaying {
    private static final Map<PaymentMethodKind, String> NAMES = Map.of(
            PaymentMethodKind.CARD, "card",
            PaymentMethodKind.DIRECT_DEBIT, "direct debit",
            PaymentMethodKind.WALLET, "wallet",
            PaymentMethodKind.INVOICE, "transfer");

    private WaysOfPaying() {}

    static String text(AboEngine engine, Books books) {
        List<PaymentAttempt> attempts = new ArrayList<>();
        for (AccountId account : Books.accounts(engine)) {
            attempts.addAll(engine.payments().attempts(account));
        }
        StringBuilder text = new StringBuilder();
        row(
                text,
                List.of(
                        "way of paying",
                        "attempts",
                        "settled",
                        "declined",
                        "returned",
                        "on its way",
                        "answer late",
                        "settled, EUR"));
        for (PaymentMethodKind method : PaymentMethodKind.values()) {
            List<PaymentAttempt> made = attempts.stream()
                    .filter(a -> a.method() == method && a.state() != AttemptState.WITHDRAWN)
                    .toList();
            boolean transfers = method == PaymentMethodKind.INVOICE;
            Money money = transfers ? books.moneyOf(p -> p.kind() == Posting.Kind.TRANSFER) : settled(made);
            row(
                    text,
                    List.of(
                            NAMES.get(method),
                            transfers ? "-" : made.size(),
                            transfers ? "-" : in(made, AttemptState.SETTLED),
                            transfers ? "-" : in(made, AttemptState.DECLINED),
                            transfers ? "-" : in(made, AttemptState.RETURNED),
                            transfers
                                    ? "-"
                                    : made.stream()
                                            .filter(PaymentAttempt::isLive)
                                            .count(),
                            transfers
                                    ? "-"
                                    : made.stream()
                                            .filter(WaysOfPaying::wasLost)
                                            .count(),
                            MonthTable.amount(money)));
        }
        return text.toString();
    }

    private static void row(StringBuilder text, List<Object> cells) {
        text.append(String.format(Locale.ROOT, "%-13s %9s %9s %9s %9s %11s %12s %13s", cells.toArray()))
                .append('\n');
    }

    private static long in(List<PaymentAttempt> attempts, AttemptState state) {
        return attempts.stream().filter(a -> a.state() == state).count();
    }

    private static Money settled(List<PaymentAttempt> attempts) {
        return Books.sum(attempts.stream()
                .filter(a -> a.state() == AttemptState.SETTLED)
                .map(PaymentAttempt::amount)
                .toList());
    }

    /** An answer is there on the day the gateway is asked or the money moves; a later one had to be asked for. */
    private static boolean wasLost(PaymentAttempt attempt) {
        Optional<LocalDate> sentOn =
                attempt.sentAt().map(at -> at.atZone(Publisher.ZONE).toLocalDate());
        return attempt.state() == AttemptState.SETTLED
                && attempt.outcomeOn()
                        .filter(day -> day.isAfter(attempt.collectOn()))
                        .filter(day -> sentOn.map(day::isAfter).orElse(false))
                        .isPresent();
    }
}
