package io.aboengine.account;

import io.aboengine.dunning.DunningPolicy;
import io.aboengine.fulfilment.ReleasePolicy;
import io.aboengine.invoice.NumberSeries;
import io.aboengine.invoice.SellerProfile;
import io.aboengine.money.Currency;
import io.aboengine.party.SelfService;
import io.aboengine.payment.RetryPolicy;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxTable;
import java.time.ZoneId;
import java.util.List;

/**
 * How the shop does business; one immutable version. Make one with {@link #of} and the {@code with} methods.
 *
 * @param zone the merchant's time zone: every day of the engine is a day there
 * @param currency of new accounts
 * @param paymentTermDays days from issue to due date, 0 to 365
 * @param dueOnWorkingDays true: a due date on a Saturday, Sunday or holiday moves to the next working day (section 193 BGB);
 *     holidays are those of Germany and of the account's state
 * @param directDebitNoticeDays calendar days between the document, which is the notice, and its collection by direct
 *     debit; 14 unless a shorter time is agreed with the customer (SEPA Core rulebook), 1 is usual in terms of business
 * @param draftDays how long a document stays a draft, 0 to 60
 * @param finalizeJoined true: a command within the caller's transaction finalises its document at once and keeps the
 *     number series locked until the caller commits; false: the next run finalises it
 * @param lateUsageDays for how many days after a billing period use in it may still be told, 0 to 365
 * @param maxBackdateDays how far back a command of the shop may reach, 0 to 3660; customers never act in the past
 */
public record Settings(
        ZoneId zone,
        Currency currency,
        PriceBasis priceBasis,
        SellerProfile seller,
        TaxTable taxes,
        int paymentTermDays,
        boolean dueOnWorkingDays,
        int directDebitNoticeDays,
        ZeroInvoices zeroInvoices,
        int draftDays,
        boolean finalizeJoined,
        int lateUsageDays,
        int maxBackdateDays,
        RetryPolicy retries,
        DunningPolicy dunning,
        ReleasePolicy release,
        CreditPolicy creditPolicy,
        SelfService selfService,
        NumberSeries invoiceNumbers,
        NumberSeries creditNoteNumbers,
        NumberSeries cancellationNumbers,
        NumberSeries noticeNumbers) {
    public Settings {
        requireDays("paymentTermDays", paymentTermDays, 365);
        requireDays("directDebitNoticeDays", directDebitNoticeDays, 60);
        requireDays("draftDays", draftDays, 60);
        requireDays("lateUsageDays", lateUsageDays, 365);
        requireDays("maxBackdateDays", maxBackdateDays, 3660);
        requireApart(List.of(invoiceNumbers, creditNoteNumbers, cancellationNumbers, noticeNumbers));
    }

    private static void requireApart(List<NumberSeries> all) {
        for (NumberSeries one : all) {
            for (NumberSeries other : all) {
                if (one.mayCollideWith(other)) {
                    throw new InvalidRequestException(
                            "number series",
                            one.pattern(),
                            "could print the same number as " + other.pattern()
                                    + ": begin with other letters, or alike to count together");
                }
            }
        }
    }

    private static void requireDays(String field, int days, int most) {
        if (days < 0 || days > most) {
            throw new InvalidRequestException(field, Integer.toString(days), "must be 0 to " + most + " days");
        }
    }

    /**
     * Settings with the documented defaults: net prices, no tax rates, 14 days to pay (to a working day for
     * sellers in Germany), direct debit one day after the
     * document, no zero documents, no drafts, retries after 3, 5 and 7 days, no reminders, release at purchase, no credit
     * check, nothing allowed to customers, and the number series {@code RE-}, {@code RK-}, {@code ST-} and {@code MA-} by
     * year.
     */
    public static Settings of(ZoneId zone, Currency currency, SellerProfile seller) {
        return new Settings(
                zone,
                currency,
                PriceBasis.NET,
                seller,
                TaxTable.none(),
                14,
                seller.party().address().country().equals("DE"),
                1,
                ZeroInvoices.SKIP,
                0,
                false,
                35,
                400,
                RetryPolicy.standard(),
                DunningPolicy.none(),
                ReleasePolicy.AT_PURCHASE,
                CreditPolicy.none(),
                SelfService.nothing(),
                new NumberSeries("RE-{year}-{000000}"),
                new NumberSeries("RK-{year}-{000000}"),
                new NumberSeries("ST-{year}-{000000}"),
                new NumberSeries("MA-{year}-{000000}"));
    }

    public Settings withPriceBasis(PriceBasis priceBasis) {
        return with(s -> s.priceBasis = priceBasis);
    }

    public Settings withTaxes(TaxTable taxes) {
        return with(s -> s.taxes = taxes);
    }

    public Settings withPaymentTermDays(int paymentTermDays) {
        return with(s -> s.paymentTermDays = paymentTermDays);
    }

    public Settings withDueOnWorkingDays(boolean dueOnWorkingDays) {
        return with(s -> s.dueOnWorkingDays = dueOnWorkingDays);
    }

    public Settings withDirectDebitNoticeDays(int directDebitNoticeDays) {
        return with(s -> s.directDebitNoticeDays = directDebitNoticeDays);
    }

    public Settings withZeroInvoices(ZeroInvoices zeroInvoices) {
        return with(s -> s.zeroInvoices = zeroInvoices);
    }

    public Settings withDraftDays(int draftDays) {
        return with(s -> s.draftDays = draftDays);
    }

    public Settings withFinalizeJoined(boolean finalizeJoined) {
        return with(s -> s.finalizeJoined = finalizeJoined);
    }

    public Settings withLateUsageDays(int lateUsageDays) {
        return with(s -> s.lateUsageDays = lateUsageDays);
    }

    public Settings withMaxBackdateDays(int maxBackdateDays) {
        return with(s -> s.maxBackdateDays = maxBackdateDays);
    }

    public Settings withRetries(RetryPolicy retries) {
        return with(s -> s.retries = retries);
    }

    public Settings withDunning(DunningPolicy dunning) {
        return with(s -> s.dunning = dunning);
    }

    public Settings withRelease(ReleasePolicy release) {
        return with(s -> s.release = release);
    }

    public Settings withCreditPolicy(CreditPolicy creditPolicy) {
        return with(s -> s.creditPolicy = creditPolicy);
    }

    public Settings withSelfService(SelfService selfService) {
        return with(s -> s.selfService = selfService);
    }

    public Settings withInvoiceNumbers(NumberSeries invoiceNumbers) {
        return with(s -> s.invoiceNumbers = invoiceNumbers);
    }

    public Settings withCreditNoteNumbers(NumberSeries creditNoteNumbers) {
        return with(s -> s.creditNoteNumbers = creditNoteNumbers);
    }

    public Settings withCancellationNumbers(NumberSeries cancellationNumbers) {
        return with(s -> s.cancellationNumbers = cancellationNumbers);
    }

    public Settings withNoticeNumbers(NumberSeries noticeNumbers) {
        return with(s -> s.noticeNumbers = noticeNumbers);
    }

    private interface Edit {
        void on(Parts parts);
    }

    /** What one version of the settings may have different from another. */
    private static final class Parts {
        private PriceBasis priceBasis;
        private TaxTable taxes;
        private int paymentTermDays;
        private boolean dueOnWorkingDays;
        private int directDebitNoticeDays;
        private ZeroInvoices zeroInvoices;
        private int draftDays;
        private boolean finalizeJoined;
        private int lateUsageDays;
        private int maxBackdateDays;
        private RetryPolicy retries;
        private DunningPolicy dunning;
        private ReleasePolicy release;
        private CreditPolicy creditPolicy;
        private SelfService selfService;
        private NumberSeries invoiceNumbers;
        private NumberSeries creditNoteNumbers;
        private NumberSeries cancellationNumbers;
        private NumberSeries noticeNumbers;

        Parts(Settings s) {
            priceBasis = s.priceBasis;
            taxes = s.taxes;
            paymentTermDays = s.paymentTermDays;
            dueOnWorkingDays = s.dueOnWorkingDays;
            directDebitNoticeDays = s.directDebitNoticeDays;
            zeroInvoices = s.zeroInvoices;
            draftDays = s.draftDays;
            finalizeJoined = s.finalizeJoined;
            lateUsageDays = s.lateUsageDays;
            maxBackdateDays = s.maxBackdateDays;
            retries = s.retries;
            dunning = s.dunning;
            release = s.release;
            creditPolicy = s.creditPolicy;
            selfService = s.selfService;
            invoiceNumbers = s.invoiceNumbers;
            creditNoteNumbers = s.creditNoteNumbers;
            cancellationNumbers = s.cancellationNumbers;
            noticeNumbers = s.noticeNumbers;
        }
    }

    private Settings with(Edit edit) {
        Parts s = new Parts(this);
        edit.on(s);
        return new Settings(
                zone,
                currency,
                s.priceBasis,
                seller,
                s.taxes,
                s.paymentTermDays,
                s.dueOnWorkingDays,
                s.directDebitNoticeDays,
                s.zeroInvoices,
                s.draftDays,
                s.finalizeJoined,
                s.lateUsageDays,
                s.maxBackdateDays,
                s.retries,
                s.dunning,
                s.release,
                s.creditPolicy,
                s.selfService,
                s.invoiceNumbers,
                s.creditNoteNumbers,
                s.cancellationNumbers,
                s.noticeNumbers);
    }
}
