package io.aboengine.spi.credit;

import io.aboengine.check.Require;
import io.aboengine.money.Money;
import io.aboengine.spi.payment.PaymentMethodKind;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * May this customer owe this amount, to be paid this way?
 *
 * @param key names this enquiry: the same for every repetition, never used for another; 1 to 255 characters of printable
 *     ASCII
 * @param account the customer's account in the shop, at most 255 characters
 * @param amount the credit that would be given, zero or more
 * @param method how the customer wants to pay
 * @param subject who is asked about
 */
public record CreditCheckRequest(
        @NotBlank @Size(max = 255) String key,
        @NotBlank @Size(max = 255) String account,
        @NotNull Money amount,
        @NotNull PaymentMethodKind method,
        @NotNull @Valid Subject subject) {
    public CreditCheckRequest {
        Require.printableAscii("key", key, 255);
        Require.text("account", account, 255);
        Require.present("amount", amount);
        Require.that(!amount.isNegative(), "amount", amount, "must not be negative");
        Require.present("method", method);
        Require.present("subject", subject);
    }

    /**
     * The person or company asked about, by name and postal address. Printed as the country only.
     *
     * @param name full name, at most 255 characters, as are street, postal code and city
     * @param country ISO 3166-1 alpha-2 in capitals, {@code "DE"}
     */
    public record Subject(
            @NotBlank @Size(max = 255) String name,
            @NotBlank @Size(max = 255) String street,
            @NotBlank @Size(max = 255) String postalCode,
            @NotBlank @Size(max = 255) String city,
            @NotBlank @Pattern(regexp = "[A-Z]{2}") String country) {
        public Subject {
            Require.text("name", name, 255);
            Require.text("street", street, 255);
            Require.text("postalCode", postalCode, 255);
            Require.text("city", city, 255);
            Require.present("country", country);
            Require.that(country.matches("[A-Z]{2}"), "country", country, "must be two capital letters");
        }

        @Override
        public String toString() {
            return "Subject[****, " + country + "]";
        }
    }
}
