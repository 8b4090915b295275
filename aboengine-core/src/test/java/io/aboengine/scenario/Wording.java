package io.aboengine.scenario;

import io.aboengine.charge.Charge;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.Line;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.tax.TaxTreatment;
import java.math.BigDecimal;
import java.util.Optional;

/** How lines, taxes, reminders and attempts are written in a scenario. */
final class Wording {
    private Wording() {}

    /**
     * {@code "basic 2025-04-01..2025-05-01 EUR 10.00"}; with a quantity {@code "3 x basic …"}; without days {@code
     * "basic set-up EUR 5.00"} or {@code "fee last EUR 1.00"}; for use {@code "30 x basic call 2025-04-01..2025-05-01 EUR
     * 3.00"}; for what a phase costs once {@code "basic once start EUR 25.00"}. What is taken off: {@code "basic less spring
     * 2025-04-01..2025-05-01 EUR -2.00"} by a discount, {@code "basic given back … EUR -1.00"} by the shop. The amount is in the
     * price basis.
     */
    static String of(Line line) {
        Charge charge = line.charge();
        boolean many = charge.quantity().abs().compareTo(BigDecimal.ONE) != 0;
        String quantity = many ? charge.quantity().toPlainString() + " x " : "";
        return quantity + what(charge) + charge.period().map(p -> " " + p).orElse("") + " " + charge.amount();
    }

    private static String what(Charge charge) {
        String name = charge.plan().orElse(charge.description());
        return switch (charge.kind()) {
            case RECURRING, PRORATION_CREDIT -> name;
            case SETUP -> name + " set-up";
            case ONE_TIME ->
                charge.plan().isPresent() ? name + " once " + charge.phase().orElse("") : name;
            case USAGE ->
                name + charge.description().substring(charge.description().lastIndexOf(' '));
            case DISCOUNT -> charge.plan().map(plan -> plan + " ").orElse("") + "less " + charge.description();
            case ADJUSTMENT -> name + " given back";
            case FEE -> "fee " + charge.description();
        };
    }

    /** {@code "standard 19% of EUR 10.00 is EUR 1.90"}, or {@code "standard REVERSE_CHARGE of …"}. */
    static String of(Document.TaxGroup group) {
        String rate = group.treatment() == TaxTreatment.TAXED
                ? group.percent().toPlainString() + "%"
                : group.treatment().name();
        return group.category() + " " + rate + " of " + group.net() + " is " + group.tax();
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
