package io.aboengine;

import io.aboengine.account.PaymentMethod;
import io.aboengine.calendar.CalendarAnchor;
import io.aboengine.calendar.GermanState;
import io.aboengine.money.Currency;
import io.aboengine.party.AccountId;
import io.aboengine.party.Party;
import io.aboengine.party.SelfService;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.tax.TaxStatus;
import jakarta.validation.constraints.NotNull;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to open an account.
 *
 * @param currency empty: that of the settings
 * @param selfService what this customer may do; empty: as the plan or the settings say
 * @param state whose holidays count where the law moves a day to the next working day; empty: those of all Germany
 * @param taxStatus a consumer unless said otherwise
 * @param billingDay on which day of the month contracts aligned to the account are billed, 1 to 31; 31 is the last one;
 *     empty: the day of the first of them
 */
public record OpenAccount(
        @NotNull AccountId id,
        @NotNull Party party,
        @NotNull PaymentMethod paymentMethod,
        @NotNull Optional<Currency> currency,
        @NotNull Optional<SelfService> selfService,
        @NotNull Optional<GermanState> state,
        @NotNull TaxStatus taxStatus,
        @NotNull Optional<Integer> billingDay) {
    public OpenAccount {
        require("id", id);
        require("party", party);
        require("paymentMethod", paymentMethod);
        require("currency", currency);
        require("selfService", selfService);
        require("state", state);
        require("taxStatus", taxStatus);
        require("billingDay", billingDay);
        billingDay.ifPresent(CalendarAnchor::onDay);
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw new InvalidRequestException(field, "null", "is required");
        }
    }

    public static OpenAccount of(String id, Party party, PaymentMethod paymentMethod) {
        return new OpenAccount(
                AccountId.of(id),
                party,
                paymentMethod,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TaxStatus.consumer(),
                Optional.empty());
    }

    public OpenAccount currency(Currency currency) {
        return new OpenAccount(
                id, party, paymentMethod, Optional.of(currency), selfService, state, taxStatus, billingDay);
    }

    public OpenAccount selfService(SelfService rights) {
        return new OpenAccount(id, party, paymentMethod, currency, Optional.of(rights), state, taxStatus, billingDay);
    }

    public OpenAccount state(GermanState state) {
        return new OpenAccount(
                id, party, paymentMethod, currency, selfService, Optional.of(state), taxStatus, billingDay);
    }

    public OpenAccount taxStatus(TaxStatus status) {
        return new OpenAccount(id, party, paymentMethod, currency, selfService, state, status, billingDay);
    }

    public OpenAccount billingDay(int day) {
        return new OpenAccount(id, party, paymentMethod, currency, selfService, state, taxStatus, Optional.of(day));
    }
}
