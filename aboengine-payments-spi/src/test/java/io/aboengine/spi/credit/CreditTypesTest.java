package io.aboengine.spi.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.money.Money;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.credit.CreditCheckRequest.Subject;
import io.aboengine.spi.credit.CreditDecision.Approved;
import io.aboengine.spi.credit.CreditDecision.Refused;
import io.aboengine.spi.credit.CreditDecision.Restricted;
import io.aboengine.spi.credit.CreditDecision.Review;
import io.aboengine.spi.credit.CreditDecision.Unavailable;
import io.aboengine.spi.credit.sandbox.SandboxCreditCheck;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the words of the port refuse, what they do not print, and what the sandbox answers. */
class CreditTypesTest {
    private static final Subject ADA = new Subject("Ada Muster", "Hauptstraße 1", "10115", "Berlin", "DE");

    @Test
    void neither_name_nor_address_is_printed() {
        assertThat(request("k1", "ada"))
                .hasToString("CreditCheckRequest[key=k1, account=ada, amount=EUR 50.00, method=INVOICE, "
                        + "subject=Subject[****, DE]]");
    }

    @Test
    void a_subject_has_a_name_an_address_and_a_country_code() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new Subject(" ", "Hauptstraße 1", "10115", "Berlin", "DE"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new Subject("Ada", "Hauptstraße 1", "10115", "Berlin", "Germany"));
    }

    @Test
    void a_restriction_allows_something() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new Restricted(Set.of(), Optional.empty()));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(
                        () -> new Restricted(Set.of(PaymentMethodKind.CARD), Optional.of(Money.parse("EUR -1.00"))));
    }

    @Test
    void reason_codes_are_kept_as_they_were_given() {
        assertThat(new Review(List.of("address_unknown")).reasonCodes()).containsExactly("address_unknown");
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> new Refused(List.of("")));
    }

    @Test
    void the_sandbox_decides_as_told_and_remembers_what_it_decided() {
        Restricted cardsOnly = new Restricted(Set.of(PaymentMethodKind.CARD), Optional.empty());
        SandboxCreditCheck check = SandboxCreditCheck.create()
                .byDefault(new Refused(List.of("score")))
                .on("ada", cardsOnly);

        assertThat(check.check(request("k1", "ada"))).isEqualTo(cardsOnly);
        assertThat(check.check(request("k2", "ben"))).isEqualTo(new Refused(List.of("score")));

        check.on("ada", new Approved());
        assertThat(check.check(request("k1", "ada"))).isEqualTo(cardsOnly);
        assertThat(check.check(request("k3", "ada"))).isEqualTo(new Approved());
        assertThat(check.enquiries()).isEqualTo(3);
    }

    @Test
    void a_sandbox_that_did_not_answer_may_be_asked_again() {
        SandboxCreditCheck check = SandboxCreditCheck.create().on("ada", new Unavailable("time-out"));
        assertThat(check.check(request("k1", "ada"))).isEqualTo(new Unavailable("time-out"));

        check.on("ada", new Approved());
        assertThat(check.check(request("k1", "ada"))).isEqualTo(new Approved());
    }

    private static CreditCheckRequest request(String key, String account) {
        return new CreditCheckRequest(key, account, Money.parse("EUR 50.00"), PaymentMethodKind.INVOICE, ADA);
    }
}
