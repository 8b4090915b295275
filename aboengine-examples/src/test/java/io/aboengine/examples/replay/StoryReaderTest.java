package io.aboengine.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aboengine.account.Command;
import io.aboengine.account.Timing;
import io.aboengine.party.Actor;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.sandbox.SandboxOutcome;
import io.aboengine.tax.PriceBasis;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
            E; "alignment": {"weekday": "MONDAY", "month": 1}, ; /settings/alignment: found
            E; "lateUsageDays": 366,                        ; /settings/lateUsageDays: found 366, expected a whole number from 0 to 365
            P; "billing": "NOW",                            ; /catalog/plans/0/billing: found "NOW", expected one of IN_ADVANCE, IN_ARREARS
            P; "stub": "HALF",                              ; /catalog/plans/0/stub: found "HALF", expected one of PRORATE, FULL, FREE
            P; "alignment": "MONTH",                        ; /catalog/plans/0/alignment: found "MONTH", expected one of SUBSCRIPTION, ACCOUNT, BASE
            P; "alignment": {},                             ; /catalog/plans/0/alignment: found "nothing", expected another anchor
            P; "alignment": {"dayOfMonth": 32},             ; /catalog/plans/0/alignment/dayOfMonth: found 32, expected a whole number from 1 to 31
            P; "alignment": {"dayOfMonth": "FIRST"},        ; /catalog/plans/0/alignment/dayOfMonth: found "FIRST", expected one of LAST
            P; "alignment": {"weekday": "MONDAY"},          ; /catalog/plans/0: found "P1M", expected another interval
            P; "terms": {"minimum": "1Y"},                  ; /catalog/plans/0/terms/minimum: found "1Y"
            P; "terms": {"notice": "a month"},              ; /catalog/plans/0/terms/notice: found "a month", expected a length of time
            P; "terms": {"renewal": "P12M"},                ; /catalog/plans/0/terms: found "P12M", expected another renewal
            P; "terms": {"renewal": "AGAIN"},               ; /catalog/plans/0/terms/renewal: found "AGAIN", expected another renewal
            P; "payments": 0,                               ; /catalog/plans/0/payments: found 0, expected a whole number
            P; "usage": [{"unit": "call"}],                 ; /catalog/plans/0/usage/0: found an object, expected the key tiers
            P; "usage": [{"unit": "call", "tiers": []}],    ; /catalog/plans/0/usage/0/tiers: found "(none)", expected another price.tiers
            P; "usage": [{"unit": "call", "tiers": [{}]}],  ; /catalog/plans/0/usage/0/tiers/0: found an object without content, expected a tier with
            P; "usage": [{"unit": "call", "model": "GRADUATED", "tiers": [{"upTo": "10", "unitPrice": "1.00"}]}], ; /catalog/plans/0/usage/0/tiers: found
            P; "usage": [{"unit": "call", "tiers": [{"packageSize": "10", "unitPrice": "1.00"}]}], ; /catalog/plans/0/usage/0/tiers: found
            P; "usage": [{"unit": "call", "included": "-1", "tiers": [{"unitPrice": "1.00"}]}], ; /catalog/plans/0/usage/0: found "-1", expected another usage.included
            C; "discounts": [{"id": "a"}],                  ; /catalog/discounts/0: found an object, expected either the key percent or the key amount
            C; "discounts": [{"id": "a", "percent": "101"}], ; /catalog/discounts/0: found "101", expected another discount.percent
            C; "discounts": [{"id": "a", "amount": "0.00"}], ; /catalog/discounts/0: found "EUR 0.00", expected another discount.amount
            C; "discounts": [{"id": "a", "percent": "5", "scope": "ALL"}], ; /catalog/discounts/0/scope: found "ALL", expected one of SUBSCRIPTION, DOCUMENT
            A; "state": "XY",                               ; /accounts/0/state: found "XY", expected another state
            A; "vatId": "DE123456789",                      ; /accounts/0: found "DE123456789", expected another vatId
            A; "business": true, "vatId": "1",              ; /accounts/0/vatId: found "1", expected another vatId
            A; "billingDay": 0,                             ; /accounts/0/billingDay: found 0, expected a whole number from 1 to 31
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
            U; "endOn": "2026-04-01", "startOn": "2026-04-01", ; /steps/0/subscribe: found "2026-04-01", expected another endOn
            U; "price": {},                                 ; /steps/0/subscribe/price: found an object without content, expected an amount
            H; "settle": "HALF",                            ; /steps/1/change/settle: found "HALF", expected one of PRORATE, FULL, NONE
            L; "settle": "MONEY",                           ; /steps/2/cancel/settle: found "MONEY", expected one of CREDIT, REFUND, NONE
            H; "when": "2026-4-5",                          ; /steps/1/change/when: found "2026-4-5", expected a date
            Z; , {"on": "2026-04-04"}                       ; /steps/3: found an object, expected one of the keys
            Z; , {"on": "2026-04-04", "at": "12:00", "pay": {"amount": "1.00"}} ; /steps/3/pay: found an object, expected either
            Z; , {"on": "2026-04-04", "pay": {"invoice": "ada/0", "amount": "1.00"}} ; /steps/3/pay/invoice: found "ada/0"
            Z; , {"on": "2026-04-04", "pay": {"account": "ada", "amount": "0.00"}} ; /steps/3/pay/amount: found "0.00", expected an amount above zero
            Z; , {"on": "2026-04-04", "by": "OPERATOR", "show": {"account": "ada"}} ; /steps/3/by: found "OPERATOR", expected no key by
            Z; , {"on": "2026-04-04", "gatewayEvent": {"invoice": "ada/1", "event": "SETTLED", "reason": "AM04"}} ; /steps/3/gatewayEvent/reason: found "AM04"
            Z; , {"on": "2026-03-31", "note": {"text": "x"}} ; /steps/3/on: found "2026-03-31", expected a day not before the first step
            Z; , {"on": "2026-05-02", "note": {"text": "x"}} ; /steps/3/on: found "2026-05-02", expected a day not after the end
            Z; , {"on": "2026-04-04", "pause": {"subscription": "s1", "bill": "CONTINUE", "extend": true}} ; /steps/3/pause/extend: found true, expected false
            Z; , {"on": "2026-04-04", "resume": {"subscription": "s1", "when": "PERIOD_END"}} ; /steps/3/resume/when: found "PERIOD_END", expected one of NOW
            Z; , {"on": "2026-04-04", "revokeCancellation": {"subscription": "s1", "when": "2026-04-05"}} ; /steps/3/revokeCancellation/when: found
            Z; , {"on": "2026-04-04", "usage": {"subscription": "s1", "unit": "call", "quantity": "-1"}} ; /steps/3/usage: found "-1", expected another usage.quantity
            Z; , {"on": "2026-04-04", "usage": {"subscription": "s1", "unit": "call", "quantity": 1, "at": "yesterday"}} ; /steps/3/usage/at: found "yesterday"
            Z; , {"on": "2026-04-04", "charge": {"account": "ada", "amount": "1.00", "description": ""}} ; /steps/3/charge/description: found ""
            Z; , {"on": "2026-04-04", "hold": {"account": "ada"}} ; /steps/3/hold: found an object, expected one of the keys dunning
            Z; , {"on": "2026-04-04", "cancelInvoice": {"invoice": "ada/1", "amount": "1.00"}} ; /steps/3/cancelInvoice/amount: found "1.00", expected no amount
            Z; , {"on": "2026-04-04", "preview": {"subscription": "s1"}} ; /steps/3/preview: found an object, expected either the key change or
            Z; , {"on": "2026-04-04", "preview": {"change": {"plan": "basic"}}} ; /steps/3/preview/change: found an object, expected the key subscription
            Z; , {"on": "2026-04-04", "preview": {"account": "ada", "subscription": "s1"}} ; /steps/3/preview: found an object, expected an account alone
            Z; , {"on": "2026-04-04", "preview": {"subscription": "s1", "through": "2026-05-01", "cancel": {}}} ; /steps/3/preview/through: found
            Z; , {"on": "2026-04-04", "publish": {"catalog": {}, "noticeDays": 30}} ; /steps/3/publish/noticeDays: found 30, expected no key noticeDays
            # what names nothing, or the same twice
            C; "discounts": [{"id": "a", "percent": "5", "plans": ["plus"]}], ; /catalog/discounts/0/plans/0: found "plus", expected one of the plans [basic]
            C; "discounts": [{"id": "a", "percent": "5", "products": ["x"]}], ; /catalog/discounts/0/products/0: found "x", expected one of the products [course]
            C; "discounts": [{"id": "a", "percent": "5"}, {"id": "a", "percent": "6"}], ; /catalog/discounts/1/id: found "a", expected an id that no other discount has
            P; "usage": [{"unit": "a", "tiers": [{"unitPrice": "1"}]}, {"unit": "a", "tiers": [{"unitPrice": "1"}]}], ; /catalog/plans/0: found "a", expected another usage.unit
            U; "price": {"intro": "1.00"},                  ; /steps/0/subscribe/price/intro: found the key "intro", expected one of the phases [regular]
            U; "discounts": ["a"],                          ; /steps/0/subscribe/discounts/0: found "a", expected one of the discounts []
            U; "addOnTo": "s0",                             ; /steps/0/subscribe/addOnTo: found "s0", expected a subscription that an earlier step made
            Z; , {"on": "2026-04-04", "preview": {"subscription": "s9", "cancel": {}}} ; /steps/3/preview/subscription: found "s9"
            Z; , {"on": "2026-04-04", "publish": {"catalog": {}, "migrate": ["basic"]}} ; /steps/3/publish/migrate/0: found "basic", expected one of the plans []
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
            E; "dunning": {"interest": "STATUTORY"},        ; /settings/dunning/interest: not supported yet: interest STATUTORY
            E; "dunning": {"minimumAmount": "1.00"},        ; /settings/dunning/minimumAmount: not supported yet: minimumAmount
            E; "dunning": {"minimumDistanceDays": 1},       ; /settings/dunning/minimumDistanceDays: not supported yet: minimumDistanceDays
            E; "dunning": {"workingDaysOnly": true},        ; /settings/dunning/workingDaysOnly: not supported yet: workingDaysOnly
            E; "dunning": {"levels": [{"afterDays": 9, "then": ["NOTIFY", "CANCEL"]}]}, ; /settings/dunning/levels/0/then/1: not supported yet: then CANCEL
            Z; , {"on": "2026-04-04", "gatewayEvent": {"invoice": "ada/1", "event": "MANDATE_REVOKED"}} ; not supported yet: event MANDATE_REVOKED
            Z; , {"on": "2026-04-04", "gatewayEvent": {"invoice": "ada/1", "event": "RETURNED", "amount": "1.00"}} ; not supported yet: amount
            """)
    void what_the_engine_cannot_do_yet_is_refused_with_its_key(char place, String text, String message) {
        assertThatThrownBy(() -> with(place, text))
                .isInstanceOf(StoryException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            E; "dunning": {"levels": [], "interest": "NONE", "minimumAmount": "0.00", "minimumDistanceDays": 0, "workingDaysOnly": false},
            E; "retries": [],
            C; "discounts": [],
            P; "terms": {}, "usage": [], "setupFee": "0.00",
            A; "business": false, "vatId": "", "taxExempt": false, "notice30": true,
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

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "change": {"subscription": "s1", "quantity": "2.5", "when": "2026-04-20", "settle": "NONE", "collect": "NEXT_INVOICE"} | change s1 to quantity 2.5 on 2026-04-20, nothing settled, settled with the next invoice
            "change": {"subscription": "s1", "price": "9.00", "when": "TERM_END", "settle": "FULL", "resetAnchor": true} | change s1, at EUR 9.00 at the end of the term, as if since the period began, periods begin anew
            "change": {"subscription": "s1", "price": {"regular": "9.00"}} | change s1, at {regular=EUR 9.00} now
            "withdrawChange": {"subscription": "s1"}            | withdraw the change of s1 that has not begun
            "cancel": {"subscription": "s1", "settle": "REFUND"} | cancel s1 at the end of the period, paid days go back as money
            "cancel": {"subscription": "s1", "when": "NOW", "settle": "NONE"} | cancel s1 now, nothing given back
            "revokeCancellation": {"subscription": "s1", "when": "NOW"} | take back the cancellation of s1
            "withdraw": {"subscription": "s1"}                  | withdraw from s1
            "pause": {"subscription": "s1", "until": "2026-04-20", "extend": true} | pause s1 now, until 2026-04-20, everything after comes later
            "pause": {"subscription": "s1", "when": "PERIOD_END", "bill": "CONTINUE"} | pause s1 at the end of the period, billing goes on
            "resume": {"subscription": "s1", "when": "2026-04-20"} | resume s1 on 2026-04-20
            "skip": {"subscription": "s1"}                      | skip the next period of s1
            "skip": {"subscription": "s1", "what": "DELIVERY"}  | skip the next delivery of s1
            "usage": {"subscription": "s1", "unit": "call", "quantity": 3} | s1 used 3 call
            "billingDay": {"account": "ada", "day": 31}         | ada is billed on day 31 of the month from now on
            "charge": {"account": "ada", "amount": "5.00", "description": "a mug", "collect": "NEXT_INVOICE"} | ada is charged EUR 5.00 once: a mug, with the next invoice
            "credit": {"account": "ada", "amount": "5.00", "description": "sorry"} | ada is given a credit of EUR 5.00: sorry
            "paymentMethod": {"account": "ada", "paymentMethod": "CARD"} | ada pays by CARD from now on
            "pay": {"invoice": "ada/12", "amount": "1.50"}      | ada transfers EUR 1.50 for ada/12
            "pay": {"account": "ada", "amount": "1.50"}         | ada transfers EUR 1.50
            "hold": {"account": "ada", "collection": true, "billing": false} | hold ada: BILLING off, COLLECTION on
            "creditNote": {"invoice": "ada/1", "line": 2, "amount": "1.00", "return": "REFUND"} | credit note over EUR 1.00 of line 2 of ada/1, paid back as money
            "creditNote": {"invoice": "ada/1"}                  | credit note over ada/1
            "cancelInvoice": {"invoice": "ada/1", "reissue": true} | cancel the document ada/1, and invoice it anew
            "writeOff": {"invoice": "ada/1"}                    | give up what is open of ada/1
            "refund": {"invoice": "ada/1", "amount": "2.00"}    | pay back EUR 2.00 of ada/1
            "finalize": {"invoice": "ada/1"}                    | finalize the draft ada/1
            "discard": {"invoice": "ada/1"}                     | discard the draft ada/1
            "preview": {"subscription": "s1", "change": {"quantity": 3}} | what if: change s1 to quantity 3 now
            "preview": {"cancel": {"subscription": "s1"}}       | what if: cancel s1 at the end of the period
            "preview": {"account": "ada"}                       | what ada is billed next
            "preview": {"account": "ada", "through": "2026-06-30"} | what ada is billed until 2026-06-30
            "gatewayNext": {"account": "ada", "outcomes": ["PEND"]} | gateway: the next charges of ada end as [PEND]
            "gatewayEvent": {"invoice": "ada/1", "event": "RETURNED", "reason": "MD06"} | gateway: ada/1 RETURNED, MD06
            "outage": {"until": "2026-04-09"}                   | no runs until 2026-04-09
            "note": {"text": "tea"}                             | note: tea
            """)
    void reads_every_step(String step, String words) {
        assertThat(step("{\"on\": \"2026-04-04\", " + step + "}").words()).isEqualTo(words);
    }

    @Test
    void a_contract_says_all_that_was_agreed() {
        Story story = with(
                'U',
                "\"quantity\": 2, \"price\": {\"regular\": \"9.00\"}, \"beneficiary\": \"bob\", \"startOn\": \"2026-05-01\","
                        + " \"endOn\": \"2026-08-01\", \"payments\": 3, \"billingAnchor\": \"2026-05-15\",");

        assertThat(story.steps().get(0).deed().words())
                .isEqualTo(
                        "ada subscribes to basic as s1, quantity 2, at {regular=EUR 9.00}, used by bob, from 2026-05-01,"
                                + " ends on 2026-08-01, ends after 3 payments, anchored at 2026-05-15");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "at": "2026-04-03"                                  | 2026-04-03T10:00:00Z
            "at": "2026-03-28"                                  | 2026-03-28T11:00:00Z
            "at": "2026-03-31T22:30:00Z"                        | 2026-03-31T22:30:00Z
            "at": "09:30"                                       | 2026-04-04T07:30:00Z
            "id": "x"                                           | 2026-04-04T06:00:00Z
            """)
    void use_belongs_to_noon_of_a_date_to_a_moment_or_to_that_of_its_step(String when, Instant at) {
        Deed.Use use =
                (Deed.Use) step("{\"on\": \"2026-04-04\", \"at\": \"08:00\", \"usage\": {\"subscription\": \"s1\","
                        + " \"unit\": \"call\", \"quantity\": 1, " + when + "}}");

        assertThat(use.usage().at()).isEqualTo(at);
        assertThat(use.usage().id()).isEqualTo(when.startsWith("\"id\"") ? "x" : "step-4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"preview", "hold", "discard", "usage"})
    void every_command_may_be_a_customers(String key) {
        String step = "{\"on\": \"2026-04-04\", \"by\": {\"customer\": \"ada\"}, \"" + key + "\": "
                + switch (key) {
                    case "preview" -> "{\"account\": \"ada\"}";
                    case "hold" -> "{\"account\": \"ada\", \"billing\": true}";
                    case "discard" -> "{\"invoice\": \"ada/1\"}";
                    default -> "{\"subscription\": \"s1\", \"unit\": \"call\", \"quantity\": 1}";
                }
                + "}";

        assertThat(with('Z', ", " + step).steps().get(3).by()).isInstanceOf(Actor.Customer.class);
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
