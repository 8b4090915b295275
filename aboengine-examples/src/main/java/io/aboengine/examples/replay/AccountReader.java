package io.aboengine.examples.replay;

import io.aboengine.account.Command;
import io.aboengine.account.Hold;
import io.aboengine.calendar.CalendarAnchor;
import io.aboengine.invoice.PayOut;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.tax.TaxCategory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the steps that charge, credit, collect and correct. */
final class AccountReader {
    private static final int MOST_LINES = 100_000;

    private final Known known;

    AccountReader(Known known) {
        this.known = known;
    }

    Deed billingDay(Place place) {
        Fields fields = place.fields("account", "day");
        return new Deed.BillingDay(
                known.account(fields.required("account")),
                fields.required("day").wholeNumber(1, CalendarAnchor.LAST_DAY));
    }

    Deed charge(Place place) {
        Fields fields = place.fields("account", "amount", "description", "taxCategory", "collect");
        AccountId account = known.account(fields.required("account"));
        Money amount = known.amount(fields, account);
        Place description = fields.required("description");
        Optional<TaxCategory> category = fields.optional("taxCategory").map(c -> c.as(TaxCategory::new));
        return new Deed.Charge(
                account,
                description.as(text -> Command.Item.of(text, amount, category)),
                fields.optional("collect")
                        .map(collect -> collect.choice(Command.Settling.class))
                        .orElse(Command.Settling.NOW));
    }

    Deed credit(Place place) {
        Fields fields = place.fields("account", "amount", "description");
        AccountId account = known.account(fields.required("account"));
        return new Deed.Credit(
                account,
                known.amount(fields, account),
                fields.required("description").text());
    }

    /** @param step its number: naming the same way of paying again is another card, mandate or wallet */
    Deed paymentMethod(Place place, int step) {
        Fields fields = place.fields("account", "paymentMethod");
        AccountId account = known.account(fields.required("account"));
        PaymentMethodKind kind = fields.required("paymentMethod").choice(PaymentMethodKind.class);
        return new Deed.PayAnotherWay(account, StoryReader.methodOf(account, kind, step));
    }

    Deed pay(Place place) {
        Fields fields = place.fields("account", "invoice", "amount");
        if (fields.has("account") == fields.has("invoice")) {
            throw place.wrong("either the key account or the key invoice");
        }
        if (fields.has("invoice")) {
            Story.DocumentRef document = known.document(fields.required("invoice"));
            return new Deed.PayDocument(document, known.amount(fields, document.account()));
        }
        AccountId account = known.account(fields.required("account"));
        return new Deed.PayAccount(account, known.amount(fields, account));
    }

    Deed hold(Place place) {
        Fields fields = place.fields("account", "dunning", "billing", "collection");
        Map<Hold, Boolean> holds = new EnumMap<>(Hold.class);
        fields.optional("dunning").ifPresent(flag -> holds.put(Hold.DUNNING, flag.flag()));
        fields.optional("billing").ifPresent(flag -> holds.put(Hold.BILLING, flag.flag()));
        fields.optional("collection").ifPresent(flag -> holds.put(Hold.COLLECTION, flag.flag()));
        if (holds.isEmpty()) {
            throw place.wrong("one of the keys dunning, billing, collection");
        }
        return new Deed.SetHolds(known.account(fields.required("account")), holds);
    }

    Deed creditNote(Place place) {
        Fields fields = place.fields("invoice", "line", "amount", "return");
        Story.DocumentRef document = known.document(fields.required("invoice"));
        return new Deed.CreditNote(
                document,
                fields.optional("line").map(line -> line.wholeNumber(1, MOST_LINES)),
                known.optionalAmount(fields, document.account()),
                payOut(fields));
    }

    Deed cancelInvoice(Place place) {
        Fields fields = place.fields("invoice", "amount", "return", "reissue");
        fields.optional("amount").ifPresent(amount -> {
            throw amount.wrong("no amount: an invoice is cancelled whole; creditNote gives back a part of it");
        });
        return new Deed.CancelDocument(
                known.document(fields.required("invoice")),
                payOut(fields),
                fields.optional("reissue").map(Place::flag).orElse(false));
    }

    private static PayOut payOut(Fields fields) {
        return fields.optional("return").map(r -> r.choice(PayOut.class)).orElse(PayOut.CREDIT);
    }

    Deed writeOff(Place place) {
        Fields fields = place.fields("invoice", "amount");
        Story.DocumentRef document = known.document(fields.required("invoice"));
        return new Deed.WriteOff(document, known.optionalAmount(fields, document.account()));
    }

    Deed refund(Place place) {
        Fields fields = place.fields("invoice", "amount");
        Story.DocumentRef document = known.document(fields.required("invoice"));
        return new Deed.Refund(document, known.optionalAmount(fields, document.account()));
    }

    Deed draft(Place place, boolean discard) {
        return new Deed.SettleDraft(known.document(place.fields("invoice").required("invoice")), discard);
    }

    // --- the gateway -----------------------------------------------------------------------------------------------

    Deed gatewayNext(Place place) {
        Fields fields = place.fields("account", "outcomes");
        return new Deed.GatewayNext(
                known.account(fields.required("account")), StoryReader.outcomes(fields.required("outcomes")));
    }

    Deed gatewayEvent(Place place) {
        Fields fields = place.fields("invoice", "event", "amount", "reason");
        fields.notYet("amount");
        Story.GatewayEvent event = fields.required("event")
                .choice(List.of(Story.GatewayEvent.values()), List.of("CHARGEBACK_WON", "MANDATE_REVOKED"));
        Optional<Place> reason = fields.optional("reason");
        if (reason.isPresent() && event == Story.GatewayEvent.SETTLED) {
            throw reason.get().wrong("no key reason beside the event SETTLED");
        }
        reason.filter(r -> r.text().isBlank() || r.text().length() > 100).ifPresent(r -> {
            throw r.wrong("a reason of 1 to 100 characters");
        });
        return new Deed.GatewayTells(known.document(fields.required("invoice")), event, reason.map(Place::text));
    }
}
