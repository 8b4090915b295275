package io.aboengine.examples.replay;

import java.util.List;
import java.util.Optional;

/**
 * What the engine did, as the format prints it: every value is a text, a day is an ISO date, an amount a decimal number.
 * The names of the components are the keys, in this order.
 */
record Result(
        String title,
        List<PrintedDocument> documents,
        List<PaymentRow> payments,
        List<SubscriptionRow> subscriptions,
        List<AccountRow> accounts,
        List<AccessRow> access,
        List<EventRow> events,
        List<PreviewRow> previews,
        List<Shown> shown,
        List<Rejection> rejections) {

    record PrintedDocument(
            String ref,
            String type,
            Optional<String> number,
            String account,
            Optional<String> issuedOn,
            String plannedOn,
            Optional<String> dueOn,
            String currency,
            Optional<String> corrects,
            List<PrintedLine> lines,
            List<TaxRow> taxes,
            String net,
            String tax,
            String gross,
            String creditApplied,
            String amountDue,
            String state,
            String paymentState,
            Optional<String> paidOn) {}

    /** @param amount in the price basis of the settings */
    record PrintedLine(
            String kind,
            Optional<String> subscription,
            Optional<String> plan,
            Optional<String> phase,
            Optional<String> from,
            Optional<String> to,
            String quantity,
            String unitPrice,
            String amount,
            String net,
            String tax,
            String gross,
            String trace) {}

    record TaxRow(String category, String rate, String net, String tax) {}

    /**
     * @param attempt empty for a transfer
     * @param amount negative for money that the shop gave back
     */
    record PaymentRow(
            String on,
            String account,
            Optional<String> invoice,
            Optional<Integer> attempt,
            String amount,
            String outcome) {
        PaymentRow back() {
            return new PaymentRow(on, account, invoice, attempt, "-" + amount, outcome);
        }
    }

    /** @param on the day from which the state holds */
    record SubscriptionRow(
            String subscription, String state, String on, Optional<String> nextBillingOn, String chargedThrough) {}

    record AccountRow(String account, String balance, String credit) {}

    record AccessRow(String on, String account, String product, boolean granted, String reason) {}

    record EventRow(String on, String type, String account, String about) {}

    /**
     * What would come of something.
     *
     * @param documents made at once, or until a day; of an account without a day, those of the next one
     * @param dueNow what would have to be paid for them
     * @param endOn the first day without service, as it would be
     * @param nextOn the next day on which something is billed afterwards, if that was asked for and there is one
     * @param next the documents of that day
     */
    record PreviewRow(
            int step,
            String on,
            List<PreviewedDocument> documents,
            String dueNow,
            Optional<String> endOn,
            Optional<String> nextOn,
            List<PreviewedDocument> next) {}

    /** A document that was not made: without name and number, otherwise as printed. */
    record PreviewedDocument(
            String type,
            String account,
            Optional<String> issuedOn,
            String plannedOn,
            Optional<String> dueOn,
            String currency,
            Optional<String> corrects,
            List<PrintedLine> lines,
            List<TaxRow> taxes,
            String net,
            String tax,
            String gross,
            String creditApplied,
            String amountDue,
            String state,
            String paymentState,
            Optional<String> paidOn) {}

    record Shown(
            int step,
            String on,
            String account,
            String balance,
            String credit,
            List<ShownDocument> documents,
            List<ShownSubscription> subscriptions) {}

    record ShownDocument(String ref, String open, String state, String paymentState) {}

    record ShownSubscription(String subscription, String state, String chargedThrough) {}

    record Rejection(int step, String on, String error, String message) {}
}
