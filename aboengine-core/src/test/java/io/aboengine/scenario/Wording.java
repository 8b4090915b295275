package io.aboengine.scenario;

import io.aboengine.charge.Charge;
import io.aboengine.charge.LineKind;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.Line;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import java.math.BigDecimal;
import java.util.Optional;

/** How lines, taxes, reminders and attempts are written in a scenario. */
final class Wording {
    private Wording() {}

    /**
     * {@code "basic 2025-04-01..2025-05-01 EUR 10.00"}; with a quantity {@code "3 x basic …"}; without days {@code
     * "basic set-up EUR 5.00"} or {@code "fee last EUR 1.00"}. The amount is in the price basis.
     */
    static String of(Line line) {
        Charge charge = line.charge();
        String quantity = charge.quantity().abs().compareTo(BigDecimal.ONE) == 0
                ? ""
                : charge.quantity().toPlainString() + " x ";
        String what = charge.plan().orElse(charge.description());
        String days = charge.period().map(p -> " " + p).orElse("");
        String kind = "";
        if (charge.kind() == LineKind.SETUP) {
            kind = " set-up";
        } else if (charge.kind() == LineKind.FEE) {
            what = "fee " + charge.description();
        }
        return quantity + what + kind + days + " " + charge.amount();
    }

    /** {@code "standard 19% of EUR 10.00 is EUR 1.90"}. */
    static String of(Document.TaxGroup group) {
        return group.category() + " " + group.percent().toPlainString() + "% of " + group.net() + " is " + group.tax();
    }

    /** {@code "RE-2025-000001 level 1 friendly EUR 10.00"}. */
    static String of(Document.Reminded reminded, Optional<String> number) {
        return number.orElse(reminded.document().toString()) + " level " + reminded.level() + " " + reminded.levelName()
                + " " + reminded.open();
    }

    static String of(PaymentAttempt attempt) {
        return "attempt " + attempt.number() + " by " + attempt.method() + " of " + attempt.amount() + " is "
                + attempt.state() + attempt.code().map(c -> " (" + c + ")").orElse("");
    }

    static String of(Posting posting) {
        return posting.kind() + " money " + posting.money() + ", open lowered " + posting.openLowered()
                + ", credit raised " + posting.creditRaised();
    }

    /** Without the blanks that line things up. */
    static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
