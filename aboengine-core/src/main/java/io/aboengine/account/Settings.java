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

/**
 * How the shop does business; one immutable version. Make one with {@link #of} and the {@code with} methods.
 *
 * @param zone the merchant's time zone: every day of the engine is a day there
 * @param currency of new accounts
 * @param paymentTermDays days from issue to due date, 0 to 365
 * @param directDebitNoticeDays calendar days between the document, which is the notice, and its collection by direct
 *     debit; 14 unless a shorter time is agreed with the customer (SEPA Core rulebook), 1 is usual in terms of business
 * @param draftDays how long a document stays a draft, 0 to 60
 * @param finalizeJoined true: a command within the caller's transaction finalises its document at once and keeps the
 *     number series locked until the caller commits; false: the next run finalises it
 */
public record Settings(
        ZoneId zone,
        Currency currency,
        PriceBasis priceBasis,
        SellerProfile seller,
        TaxTable taxes,
        int paymentTermDays,
        int directDebitNoticeDays,
        ZeroInvoices zeroInvoices,
        int draftDays,
        boolean finalizeJoined,
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
    }

    private static void requireDays(String field, int days, int most) {
        if (days < 0 || days > most) {
            throw new InvalidRequestException(field, Integer.toString(days), "must be 0 to " + most + " days");
        }
    }

    /**
     * Settings with the documented defaults: net prices, no tax rates, 14 days to pay, direct debit one day after the
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
                1,
                ZeroInvoices.SKIP,
                0,
                false,
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
        return new Settings(
                zone,
                currency,
                priceBasis,
                seller,
                taxes,
                paymentTermDays,
                directDebitNoticeDays,
                zeroInvoices,
                draftDays,
                finalizeJoined,
                retries,
                dunning,
                release,
                creditPolicy,
                selfService,
                invoiceNumbers,
                creditNoteNumbers,
                cancellationNumbers,
                noticeNumbers);
    }

    public Settings withTaxes(TaxTable taxes) {
        return new Settings(
                zone,
                currency,
                priceBasis,
                seller,
                taxes,
                paymentTermDays,
                directDebitNoticeDays,
                zeroInvoices,
                draftDays,
                finalizeJoined,
                retries,
                dunning,
                release,
                creditPolicy,
                selfService,
                invoiceNumbers,
                creditNoteNumbers,
                cancellationNumbers,
                noticeNumbers);
    }

    public Settings withPaymentTermDays(int paymentTermDays) {
        return new Settings(
                zone,
                currency,
                priceBasis,
                seller,
                taxes,
                paymentTermDays,
                directDebitNoticeDays,
                zeroInvoices,
                draftDays,
                finalizeJoined,
                retries,
                dunning,
                release,
                creditPolicy,
                selfService,
                invoiceNumbers,
                creditNoteNumbers,
                cancellationNumbers,
                noticeNumbers);
    }

    public Settings withDirectDebitNoticeDays(int directDebitNoticeDays) {
        return new Settings(
                zone,
                currency,
                priceBasis,
                seller,
                taxes,
                paymentTermDays,
                directDebitNoticeDays,
                zeroInvoices,
                draftDays,
                finalizeJoined,
                retries,
                dunning,
                release,
                creditPolicy,
                selfService,
                invoiceNumbers,
                creditNoteNumbers,
                cancellationNumbers,
                noticeNumbers);
    }

    public Settings withZeroInvoices(ZeroInvoices zeroInvoices) {
        return new Settings(
                zone,
                currency,
                priceBasis,
                seller,
                taxes,
                paymentTermDays,
                directDebitNoticeDays,
                zeroInvoices,
                draftDays,
                finalizeJoined,
                retries,
                dunning,
                release,
                creditPolicy,
                selfService,
                invoiceNumbers,
                creditNoteNumbers,
                cancellationNumbers,
                noticeNumbers);
    }

    public Settings withDraftDays(int draftDays) {
        return new Settings(
                zone,
                currency,
                priceBasis,
                seller,
                taxes,
                paymentTermDays,
                directDebitNoticeDays,
                zeroInvoices,
                draftDays,
                finalizeJoined,
                retries,
                dunning,
                release,
                creditPolicy,
                selfService,
                invoiceNumbers,
                creditNoteNumbers,
                cancellationNumbers,
                noticeNumbers);
    }

    public Settings withFinalizeJoined(boolean finalizeJoined) {
        return new Settings(
                zone,
                currency,
                priceBasis,
                seller,
                taxes,
                paymentTermDays,
                directDebitNoticeDays,
                zeroInvoices,
                draftDays,
                finalizeJoined,
                retries,
                dunning,
                release,
                creditPolicy,
                selfService,
                invoiceNumbers,
                creditNoteNumbers,
                cancellationNumbers,
                noticeNumbers);
    }

    public Settings withRetries(RetryPolicy retries) {
        return new Settings(
                zone,
                currency,
                priceBasis,
                seller,
                taxes,
                paymentTermDays,
                directDebitNoticeDays,
                zeroInvoices,
                draftDays,
                finalizeJoined,
                retries,
                dunning,
                release,
                creditPolicy,
                selfService,
                invoiceNumbers,
                creditNoteNumbers,
                cancellationNumbers,
                noticeNumbers);
    }

    public Settings withDunning(DunningPolicy dunning) {
        return new Settings(
                zone,
                currency,
                priceBasis,
                seller,
                taxes,
                paymentTermDays,
                directDebitNoticeDays,
                zeroInvoices,
                draftDays,
                finalizeJoined,
                retries,
                dunning,
                release,
                creditPolicy,
                selfService,
                invoiceNumbers,
                creditNoteNumbers,
                cancellationNumbers,
                noticeNumbers);
    }

    public Settings withRelease(ReleasePolicy release) {
        return new Settings(
                zone,
                currency,
                priceBasis,
                seller,
                taxes,
                paymentTermDays,
                directDebitNoticeDays,
                zeroInvoices,
                draftDays,
                finalizeJoined,
                retries,
                dunning,
                release,
                creditPolicy,
                selfService,
                invoiceNumbers,
                creditNoteNumbers,
                cancellationNumbers,
                noticeNumbers);
    }

    public Settings withCreditPolicy(CreditPolicy creditPolicy) {
        return new Settings(
                zone,
                currency,
                priceBasis,
                seller,
                taxes,
                paymentTermDays,
                directDebitNoticeDays,
                zeroInvoices,
                draftDays,
                finalizeJoined,
                retries,
                dunning,
                release,
                creditPolicy,
                selfService,
                invoiceNumbers,
                creditNoteNumbers,
                cancellationNumbers,
                noticeNumbers);
    }

    public Settings withSelfService(SelfService selfService) {
        return new Settings(
                zone,
                currency,
                priceBasis,
                seller,
                taxes,
                paymentTermDays,
                directDebitNoticeDays,
                zeroInvoices,
                draftDays,
                finalizeJoined,
                retries,
                dunning,
                release,
                creditPolicy,
                selfService,
                invoiceNumbers,
                creditNoteNumbers,
                cancellationNumbers,
                noticeNumbers);
    }

    public Settings withInvoiceNumbers(NumberSeries invoiceNumbers) {
        return new Settings(
                zone,
                currency,
                priceBasis,
                seller,
                taxes,
                paymentTermDays,
                directDebitNoticeDays,
                zeroInvoices,
                draftDays,
                finalizeJoined,
                retries,
                dunning,
                release,
                creditPolicy,
                selfService,
                invoiceNumbers,
                creditNoteNumbers,
                cancellationNumbers,
                noticeNumbers);
    }

    public Settings withCreditNoteNumbers(NumberSeries creditNoteNumbers) {
        return new Settings(
                zone,
                currency,
                priceBasis,
                seller,
                taxes,
                paymentTermDays,
                directDebitNoticeDays,
                zeroInvoices,
                draftDays,
                finalizeJoined,
                retries,
                dunning,
                release,
                creditPolicy,
                selfService,
                invoiceNumbers,
                creditNoteNumbers,
                cancellationNumbers,
                noticeNumbers);
    }

    public Settings withCancellationNumbers(NumberSeries cancellationNumbers) {
        return new Settings(
                zone,
                currency,
                priceBasis,
                seller,
                taxes,
                paymentTermDays,
                directDebitNoticeDays,
                zeroInvoices,
                draftDays,
                finalizeJoined,
                retries,
                dunning,
                release,
                creditPolicy,
                selfService,
                invoiceNumbers,
                creditNoteNumbers,
                cancellationNumbers,
                noticeNumbers);
    }

    public Settings withNoticeNumbers(NumberSeries noticeNumbers) {
        return new Settings(
                zone,
                currency,
                priceBasis,
                seller,
                taxes,
                paymentTermDays,
                directDebitNoticeDays,
                zeroInvoices,
                draftDays,
                finalizeJoined,
                retries,
                dunning,
                release,
                creditPolicy,
                selfService,
                invoiceNumbers,
                creditNoteNumbers,
                cancellationNumbers,
                noticeNumbers);
    }
}
