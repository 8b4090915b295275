package io.aboengine.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aboengine.account.Command;
import io.aboengine.account.Timing;
import io.aboengine.examples.replay.Story.Deed;
import io.aboengine.party.Actor;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.sandbox.SandboxOutcome;
import io.aboengine.tax.PriceBasis;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoryReaderTest {
    /** A story with places to put something in: a bar stands before each object's first key. */
    private static final String STORY = """
            {|S"title": "t",
             "settings": {|E"timeZone": "Europe/Berlin"},
             "catalog": {|C"products": [{|O"id": "course"}],
                         "plans": [{|P"id": "basic", "product": "course", "interval": "P1M", "price": "10.00"}]},
             "accounts": [{|A"id": "ada", "country": "DE"}],
             "steps": [{|T"on": "2026-04-01", "subscribe": {|U"account": "ada", "subscription": "s1", "plan": "basic"}},
                       {"on": "2026-04-02", "change": {|H"subscription": "s1", "quantity": 2}},
                       {"on": "2026-04-03", "cancel": {|L"subscription": "s1"}}|Z],
             "until": "2026-05-01"}
            """;

    /** The story with this put in at the place of the letter. */
    private static Story with(char place, String text) {
        String story = STORY.replace("|" + place, text).replaceAll("\\|[A-Z]", "");
        return StoryReader.read(story.getBytes(StandardCharsets.UTF_8));
    }

    private static Deed step(String step) {
        Story story = with('Z', ", " + step);
        return story.steps().get(story.steps().size() - 1).deed();
    }

    @Test
    void what_a_story_does_not_say_is_as_documented() {
        Story story = with('S', "");

        assertThat(story.settings().zone()).hasToString("Europe/Berlin");
        assertThat(story.settings().currency()).hasToString("EUR");
        assertThat(story.settings().priceBasis()).isEqualTo(PriceBasis.NET);
        assertThat(story.settings().paymentTermDays()).isEqualTo(14);
        assertThat(story.settings().creditPolicy().methods()).isEmpty();
        assertThat(story.accounts().get(0).paymentMethod().kind()).isEqualTo(PaymentMethodKind.INVOICE);
        assertThat(story.gateway().byDefault()).isEqualTo(SandboxOutcome.SETTLE);
        assertThat(story.creditChecks()).isEmpty();
        assertThat(story.steps().get(0).at()).as("noon in Berlin").isEqualTo(Instant.parse("2026-04-01T10:00:00Z"));
        assertThat(story.steps().get(0).by()).isEqualTo(Actor.operator("shop"));
        Deed.Change change = (Deed.Change) story.steps().get(1).deed();
        assertThat(change.when()).isEqualTo(Timing.now());
        assertThat(change.collect()).isEqualTo(Command.Settling.NOW);
        Deed.Cancel cancel = (Deed.Cancel) story.steps().get(2).deed();
        assertThat(cancel.when()).isEqualTo(Timing.periodEnd());
        assertThat(cancel.settle()).isEqualTo(Command.PaidDays.CREDIT);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            # unknown, misspelt, doubled
            S; "titel": "t",                                ; /titel: found the unknown key "titel", expected the keys title,
            S; "a/b~c": 1,                                  ; /a~1b~0c: found the unknown key
            S; "title": "again",                            ; line 1, column
            E; "timezone": "Europe/Berlin",                 ; /settings/timezone: found the unknown key "timezone"
            P; "prize": "1.00",                             ; /catalog/plans/0/prize: found the unknown key
            U; "plam": "basic",                             ; /steps/0/subscribe/plam: found the unknown key
            T; "subscirbe": {},                             ; /steps/0/subscirbe: found the unknown key
            # wrong types and values
            E; "currency": "EURO",                          ; /settings/currency: found "EURO", expected
            E; "priceBasis": "BRUTTO",                      ; /settings/priceBasis: found "BRUTTO", expected one of NET, GROSS
            E; "paymentTermDays": "14",                     ; /settings/paymentTermDays: found "14", expected a whole number
            E; "paymentTermDays": 14.5,                     ; /settings/paymentTermDays: found 14.5, expected a whole number
            E; "paymentTermDays": 400,                      ; /settings/paymentTermDays: found 400, expected a whole number from 0 to 365
            E; "taxes": {},                                 ; /settings/taxes: found an object without content, expected a list
            E; "taxes": [{"category": "a", "country": "DE", "rate": "101", "from": "2020-01-01"}], ; /settings/taxes/0/rate: found "101"
            E; "taxes": [{"category": "a", "country": "DEU", "rate": "19", "from": "2020-01-01"}], ; /settings/taxes/0/country: found "DEU"
            E; "retries": ["3 days"],                       ; /settings/retries/0: found "3 days", expected
            E; "dunning": {"levels": [{"afterDays": 3}, {"afterDays": 3}]}, ; /settings/dunning: found "3", expected
            E; "selfService": {"allow": ["FLY"]},           ; /settings/selfService/allow/0: found "FLY", expected one of SUBSCRIBE,
            P; "setupFee": 5,                               ; /catalog/plans/0/setupFee: found 5, expected an amount in major units as a text
            P; "setupFee": "5.001",                         ; /catalog/plans/0/setupFee: found "5.001"
            P; "setupFee": "99999999999999999999",          ; /catalog/plans/0/setupFee: found "99999999999999999999"
            P; "phases": [{"name": "a"}, {"name": "b"}],    ; /catalog/plans/0: found
            A; "paymentMethod": "CASH",                     ; /accounts/0/paymentMethod: found "CASH", expected one of
            A; "notice30": "yes",                           ; /accounts/0/notice30: found "yes", expected true or false
            U; "quantity": 0,                               ; /steps/0/subscribe: found "0", expected another quantity
            U; "quantity": 1e999999999,                     ; /steps/0/subscribe/quantity: found
            U; "price": "-1.00",                            ; /steps/0/subscribe/price: found "-1.00"
            U; "startOn": "2026-02-29",                     ; /steps/0/subscribe/startOn: found "2026-02-29", expected a day of the calendar
            U; "startOn": "1.4.2026",                       ; /steps/0/subscribe/startOn: found "1.4.2026", expected a date such as
            U; "startOn": null,                             ; /steps/0/subscribe/startOn: found null, expected a date
            T; "at": "9:30",                                ; /steps/0/at: found "9:30", expected a time such as
            T; "at": "2026-04-01T23:30:00Z",                ; /steps/0/at: found "2026-04-01T23:30:00Z", expected a moment on 2026-04-01
            T; "by": "ada",                                 ; /steps/0/by: found "ada", expected one of OPERATOR
            T; "note": {"text": "x"},                       ; /steps/0: found an object, expected one of the keys
            H; "when": "2026-4-5",                          ; /steps/1/change/when: found "2026-4-5", expected a date
            Z; , {"on": "2026-04-04"}                       ; /steps/3: found an object, expected one of the keys
            Z; , {"on": "2026-04-04", "at": "12:00", "pay": {"amount": "1.00"}} ; /steps/3/pay: found an object, expected either
            Z; , {"on": "2026-04-04", "pay": {"invoice": "ada/0", "amount": "1.00"}} ; /steps/3/pay/invoice: found "ada/0"
            Z; , {"on": "2026-04-04", "pay": {"account": "ada", "amount": "0.00"}} ; /steps/3/pay/amount: found "0.00", expected an amount above zero
            Z; , {"on": "2026-04-04", "by": "OPERATOR", "show": {"account": "ada"}} ; /steps/3/by: found "OPERATOR", expected no key by
            Z; , {"on": "2026-04-04", "gatewayEvent": {"invoice": "ada/1", "event": "SETTLED", "reason": "AM04"}} ; /steps/3/gatewayEvent/reason: found "AM04"
            Z; , {"on": "2026-03-31", "note": {"text": "x"}} ; /steps/3/on: found "2026-03-31", expected a day not before the first step
            Z; , {"on": "2026-05-02", "note": {"text": "x"}} ; /steps/3/on: found "2026-05-02", expected a day not after the end
            # what names nothing, or the same twice
            Z; , {"on": "2026-04-04", "subscribe": {"account": "bob", "subscription": "s2", "plan": "basic"}} ; /steps/3/subscribe/account: found "bob", expected one of the accounts [ada]
            Z; , {"on": "2026-04-04", "subscribe": {"account": "ada", "subscription": "s2", "plan": "plus"}} ; /steps/3/subscribe/plan: found "plus", expected one of the plans [basic]
            Z; , {"on": "2026-04-04", "subscribe": {"account": "ada", "subscription": "s1", "plan": "basic"}} ; /steps/3/subscribe/subscription: found "s1", expected a name
            Z; , {"on": "2026-04-04", "cancel": {"subscription": "s9"}} ; /steps/3/cancel/subscription: found "s9", expected a subscription that an earlier step made: [s1]
            Z; , {"on": "2026-04-01", "by": {"customer": "eve"}, "cancel": {"subscription": "s1"}} ; /steps/3/by/customer: found "eve"
            S; "gateway": {"outcomes": {"bob": ["SETTLE"]}}, ; /gateway/outcomes/bob: found the key "bob", expected one of the accounts [ada]
            S; "gateway": {"default": "MAYBE"},             ; /gateway/default: found "MAYBE", expected one of SETTLE,
            S; "creditCheck": {"default": "NO"},            ; /creditCheck/default: found "NO", expected one of APPROVE,
            """)
    void what_is_wrong_is_refused_with_its_place(char place, String text, String message) {
        assertThatThrownBy(() -> with(place, text))
                .isInstanceOf(StoryException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            E; "alignment": "ACCOUNT",                      ; /settings/alignment: not supported yet: alignment ACCOUNT
            E; "dunning": {"interest": "STATUTORY"},        ; /settings/dunning/interest: not supported yet: interest STATUTORY
            E; "dunning": {"minimumAmount": "1.00"},        ; /settings/dunning/minimumAmount: not supported yet: minimumAmount
            E; "dunning": {"minimumDistanceDays": 1},       ; /settings/dunning/minimumDistanceDays: not supported yet: minimumDistanceDays
            E; "dunning": {"workingDaysOnly": true},        ; /settings/dunning/workingDaysOnly: not supported yet: workingDaysOnly
            E; "dunning": {"levels": [{"afterDays": 9, "then": ["NOTIFY", "CANCEL"]}]}, ; /settings/dunning/levels/0/then/1: not supported yet: then CANCEL
            C; "discounts": [{"id": "a"}],                  ; /catalog/discounts: not supported yet: discounts
            P; "billing": "IN_ARREARS",                     ; /catalog/plans/0/billing: not supported yet: billing IN_ARREARS
            P; "stub": "FREE",                              ; /catalog/plans/0/stub: not supported yet: stub FREE
            P; "alignment": {"dayOfMonth": 15},             ; /catalog/plans/0/alignment: not supported yet: alignment
            P; "terms": {"notice": "P1M"},                  ; /catalog/plans/0/terms/notice: not supported yet: notice
            P; "usage": [{"unit": "call"}],                 ; /catalog/plans/0/usage: not supported yet: usage
            P; "phases": [{"name": "a", "oneTimePrice": "2.00"}], ; /catalog/plans/0/phases/0/oneTimePrice: not supported yet: oneTimePrice
            P; "phases": [{"name": "a", "interval": "P1Y"}], ; /catalog/plans/0/phases/0/interval: not supported yet: interval
            A; "business": true,                            ; /accounts/0/business: not supported yet: business
            A; "vatId": "DE123456789",                      ; /accounts/0/vatId: not supported yet: vatId
            A; "billingDay": 15,                            ; /accounts/0/billingDay: not supported yet: billingDay
            U; "price": {"regular": "9.00"},                ; /steps/0/subscribe/price: not supported yet: price
            U; "addOnTo": "s0",                             ; /steps/0/subscribe/addOnTo: not supported yet: addOnTo
            U; "beneficiary": "bob",                        ; /steps/0/subscribe/beneficiary: not supported yet: beneficiary
            U; "payments": 3,                               ; /steps/0/subscribe/payments: not supported yet: payments
            H; "settle": "NONE",                            ; /steps/1/change/settle: not supported yet: settle NONE
            H; "when": "TERM_END",                          ; /steps/1/change/when: not supported yet: when TERM_END
            H; "price": "1.00",                             ; /steps/1/change/price: not supported yet: price
            H; "resetAnchor": true,                         ; /steps/1/change/resetAnchor: not supported yet: resetAnchor
            L; "settle": "REFUND",                          ; /steps/2/cancel/settle: not supported yet: settle REFUND
            Z; , {"on": "2026-04-04", "gatewayEvent": {"invoice": "ada/1", "event": "MANDATE_REVOKED"}} ; not supported yet: event MANDATE_REVOKED
            Z; , {"on": "2026-04-04", "gatewayEvent": {"invoice": "ada/1", "event": "RETURNED", "amount": "1.00"}} ; not supported yet: amount
            Z; , {"on": "2026-04-04", "publish": {"catalog": {}, "migrate": ["basic"]}} ; /steps/3/publish/migrate: not supported yet: migrate
            """)
    void what_the_engine_cannot_do_yet_is_refused_with_its_key(char place, String text, String message) {
        assertThatThrownBy(() -> with(place, text))
                .isInstanceOf(StoryException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "revokeCancellation",
                "pause",
                "resume",
                "skip",
                "withdraw",
                "billingDay",
                "charge",
                "usage",
                "creditNote",
                "cancelInvoice",
                "writeOff",
                "refund",
                "preview",
                "hold",
                "finalize",
                "discard"
            })
    void steps_that_come_later_are_refused_by_name(String step) {
        assertThatThrownBy(() -> step("{\"on\": \"2026-04-04\", \"" + step + "\": {}}"))
                .isInstanceOf(StoryException.class)
                .hasMessage("/steps/3/" + step + ": not supported yet: " + step);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            E; "alignment": "SUBSCRIPTION",
            E; "dunning": {"levels": [], "interest": "NONE", "minimumAmount": "0.00", "minimumDistanceDays": 0, "workingDaysOnly": false},
            E; "retries": [],
            C; "discounts": [],
            P; "billing": "IN_ADVANCE", "stub": "PRORATE", "alignment": "SUBSCRIPTION", "terms": {}, "usage": [], "setupFee": "0.00",
            P; "terms": {"renewal": "INDEFINITE"},
            P; "phases": [{"name": "a", "interval": "P1M", "oneTimePrice": "0.00", "usage": []}],
            A; "state": "BY", "business": false, "vatId": "", "taxExempt": false, "notice30": true,
            U; "discounts": [],
            H; "discounts": [], "settle": "PRORATE", "resetAnchor": false,
            """)
    void what_asks_for_nothing_special_is_accepted(char place, String text) {
        assertThat(with(place, text).steps()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            ``                 ; found nothing, expected a story as a JSON object
            `[]`               ; found a list without content, expected an object
            `{"a": }`          ; line 1, column 7: no valid JSON: Unexpected character
            `{} {}`            ; found more behind the end of the story
            `{}`               ; expected the key catalog
            """)
    void what_is_no_json_object_is_refused(String text, String message) {
        assertThatThrownBy(() -> StoryReader.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(StoryException.class)
                .hasMessageContaining(message);
    }

    @Test
    void steps_happen_in_order_of_their_days_and_keep_their_numbers() {
        Story story = with(
                'Z',
                ", {\"on\": \"2026-04-02\", \"note\": {\"text\": \"late in the file\"}}"
                        + ", {\"on\": \"2026-04-01\", \"note\": {\"text\": \"later still\"}}");

        assertThat(story.steps().stream().map(Story.Step::number)).containsExactly(1, 5, 2, 4, 3);
    }

    @Test
    void a_step_may_name_only_what_happens_before_it() {
        String cancel = "{\"on\": \"2026-04-05\", \"cancel\": {\"subscription\": \"s2\"}}";
        String subscribe = "{\"on\": \"2026-04-06\", \"subscribe\": {\"account\": \"ada\", \"subscription\": \"s2\","
                + " \"plan\": \"basic\"}}";

        assertThatThrownBy(() -> with('Z', ", " + cancel + ", " + subscribe))
                .hasMessage(
                        "/steps/3/cancel/subscription: found \"s2\", expected a subscription that an earlier step made: [s1]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {|O"id": "course"}                ; {"id": "course"}, {"id": "course"}   ; /catalog/products/1/id: found "course", expected an id that no other product has
            {|A"id": "ada", "country": "DE"}  ; {"id": "ada", "country": "DE"}, {"id": "ada", "country": "DE"} ; /accounts/1/id: found "ada", expected an id that no other account has
            "product": "course"               ; "product": "paper"                   ; /catalog/plans/0/product: found "paper", expected one of the products [course]
            "id": "basic"                     ; "id": "no blanks"                    ; /catalog/plans/0/id: found "no blanks"
            "id": "ada"                       ; "id": "ada@example.org"              ; /accounts/0/id: found "ada@example.org"
            "2026-05-01"                      ; "2126-04-02"                         ; /until: found "2126-04-02", expected a day not more than 100 years
            """)
    void names_stand_once_and_name_something(String what, String by, String message) {
        String story = STORY.replace(what, by).replaceAll("\\|[A-Z]", "");

        assertThatThrownBy(() -> StoryReader.read(story.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining(message);
    }

    @Test
    void times_are_local_or_instants() {
        assertThat(with('T', "\"at\": \"23:30\", ").steps().get(0).at())
                .isEqualTo(Instant.parse("2026-04-01T21:30:00Z"));
        assertThat(with('T', "\"at\": \"2026-03-31T22:30:00Z\", ")
                        .steps()
                        .get(0)
                        .at())
                .isEqualTo(Instant.parse("2026-03-31T22:30:00Z"));
    }

    @Test
    void reads_every_step_that_is_supported() {
        assertThat(step("{\"on\": \"2026-04-04\", \"pay\": {\"invoice\": \"ada/12\", \"amount\": \"1.50\"}}"))
                .hasToString("PayDocument[document=ada/12, amount=EUR 1.50]");
        assertThat(step("{\"on\": \"2026-04-04\", \"pay\": {\"account\": \"ada\", \"amount\": \"1.50\"}}"))
                .hasToString("PayAccount[account=ada, amount=EUR 1.50]");
        assertThat(step("{\"on\": \"2026-04-04\", \"gatewayNext\": {\"account\": \"ada\", \"outcomes\": [\"PEND\"]}}"))
                .hasToString("GatewayNext[account=ada, outcomes=[PEND]]");
        assertThat(step("{\"on\": \"2026-04-04\", \"outage\": {\"until\": \"2026-04-09\"}}"))
                .isEqualTo(new Deed.Outage(LocalDate.of(2026, 4, 9)));
        assertThat(step("{\"on\": \"2026-04-04\", \"change\": {\"subscription\": \"s1\", \"quantity\": \"2.5\","
                        + " \"when\": \"2026-04-20\", \"collect\": \"NEXT_INVOICE\"}}"))
                .isInstanceOfSatisfying(Deed.Change.class, change -> {
                    assertThat(change.quantity()).contains(new BigDecimal("2.5"));
                    assertThat(change.when()).isEqualTo(Timing.on(LocalDate.of(2026, 4, 20)));
                    assertThat(change.collect()).isEqualTo(Command.Settling.NEXT_INVOICE);
                });
    }

    @Test
    void a_later_catalogue_decides_which_plans_a_step_may_name() {
        String publish =
                "{\"on\": \"2026-04-04\", \"publish\": {\"catalog\": {\"products\": [{\"id\": \"course\"}], \"plans\":"
                        + " [{\"id\": \"plus\", \"product\": \"course\", \"interval\": \"P1M\", \"price\": \"20.00\"}]}}}";
        String subscribe =
                "{\"on\": \"2026-04-04\", \"subscribe\": {\"account\": \"ada\", \"subscription\": \"s2\", \"plan\": \"plus\"}}";

        assertThat(with('Z', ", " + publish + ", " + subscribe).steps()).hasSize(5);
        assertThatThrownBy(() -> with('Z', ", " + subscribe + ", " + publish))
                .hasMessageContaining("found \"plus\", expected one of the plans [basic]");
    }

    @Test
    void a_credit_check_is_asked_for_where_the_customer_owes() {
        assertThat(with('S', "\"creditCheck\": {},").settings().creditPolicy().methods())
                .isEqualTo(List.of(PaymentMethodKind.DIRECT_DEBIT, PaymentMethodKind.INVOICE));
    }
}
