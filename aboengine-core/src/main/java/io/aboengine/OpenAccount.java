package io.aboengine;

import io.aboengine.account.PaymentMethod;
import io.aboengine.money.Currency;
import io.aboengine.party.AccountId;
import io.aboengine.party.Party;
import io.aboengine.party.SelfService;
import io.aboengine.spi.InvalidRequestException;
import jakarta.validation.constraints.NotNull;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to open an account.
 *
 * @param currency empty: that of the settings
 * @param selfService what this customer may do; empty: as the plan or the settings say
 */
public record OpenAccount(
        @NotNull AccountId id,
        @NotNull Party party,
        @NotNull PaymentMethod paymentMethod,
        @NotNull Optional<Currency> currency,
        @NotNull Optional<SelfService> selfService) {
    public OpenAccount {
        require("id", id);
        require("party", party);
        require("paymentMethod", paymentMethod);
        require("currency", currency);
        require("selfService", selfService);
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw new InvalidRequestException(field, "null", "is required");
        }
    }

    public static OpenAccount of(String id, Party party, PaymentMethod paymentMethod) {
        return new OpenAccount(AccountId.of(id), party, paymentMethod, Optional.empty(), Optional.empty());
    }

    public OpenAccount currency(Currency currency) {
        return new OpenAccount(id, party, paymentMethod, Optional.of(currency), selfService);
    }

    public OpenAccount selfService(SelfService rights) {
        return new OpenAccount(id, party, paymentMethod, currency, Optional.of(rights));
    }
}
