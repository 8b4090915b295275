package io.aboengine.jdbc;

import io.aboengine.account.Account;
import io.aboengine.account.AccountChange;
import io.aboengine.account.AccountChange.NumberWish;
import io.aboengine.account.PaymentMethod;
import io.aboengine.event.Event;
import io.aboengine.event.EventType;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.DocumentType;
import io.aboengine.invoice.PayOut;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something to store. */
final class Rows {
    static final LocalDate TODAY = LocalDate.of(2026, 4, 1);
    static final Instant NOW = Instant.parse("2026-04-01T08:00:00Z");
    static final AccountId ADA = AccountId.of("ada");
    static final AccountId BOB = AccountId.of("bob");

    private Rows() {}

    static Account account(AccountId id, long nextOrdinal) {
        return account(id, nextOrdinal, PaymentMethod.invoice());
    }

    static Account account(AccountId id, long nextOrdinal, PaymentMethod method) {
        return account(id, nextOrdinal, method, TODAY);
    }

    static Account account(AccountId id, long nextOrdinal, PaymentMethod method, LocalDate dueOn) {
        return new Account(
                id,
                Currency.EUR,
                "DE",
                Optional.empty(),
                Language.DE,
                TaxStatus.consumer(),
                1,
                method,
                Optional.empty(),
                Money.zero(Currency.EUR),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                nextOrdinal,
                Optional.of(dueOn),
                Optional.empty(),
                1,
                1);
    }

    static Party party(String name) {
        return new Party(name, new PostalAddress("Weg 1", "10115", "Berlin", "DE"), Language.DE);
    }

    static Event event(AccountId account, long ordinal) {
        return new Event(
                account,
                ordinal,
                EventType.SUBSCRIBED,
                TODAY,
                NOW,
                account.value(),
                Optional.empty(),
                Map.of(),
                Actor.engine());
    }

    static Document invoice(AccountId account, long ordinal) {
        Money ten = Money.of("10", Currency.EUR);
        Money zero = Money.zero(Currency.EUR);
        return new Document(
                new DocumentId(account, ordinal),
                DocumentType.INVOICE,
                DocumentState.FINALIZED,
                PaymentMethodKind.INVOICE,
                PriceBasis.NET,
                TODAY,
                TODAY,
                Optional.of(TODAY),
                Optional.of(TODAY),
                1,
                1,
                1,
                Optional.empty(),
                Optional.empty(),
                PayOut.CREDIT,
                List.of(),
                List.of(),
                ten,
                zero,
                ten,
                zero,
                zero,
                zero,
                zero,
                zero,
                zero,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** One event and nothing else. */
    static AccountChange happening(AccountId account, long ordinal) {
        return change(account(account, ordinal + 1), List.of(), List.of(event(account, ordinal)), List.of());
    }

    /** One invoice with its number. */
    static AccountChange invoicing(AccountId account, long ordinal, String series) {
        Document invoice = invoice(account, ordinal);
        return change(
                account(account, ordinal + 1),
                List.of(invoice),
                List.of(),
                List.of(new NumberWish(invoice.id(), series, 3)));
    }

    static AccountChange change(
            Account account, List<Document> documents, List<Event> events, List<NumberWish> numbers) {
        return new AccountChange(
                account, List.of(), Map.of(), List.of(), documents, List.of(), List.of(), List.of(), List.of(),
                List.of(), events, numbers);
    }
}
