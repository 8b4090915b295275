package io.aboengine.examples.replay;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.CalendarAnchor;
import io.aboengine.calendar.Renewal;
import io.aboengine.calendar.TermRule;
import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.BillingMode;
import io.aboengine.catalog.Phase;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.Price;
import io.aboengine.catalog.PriceModel;
import io.aboengine.catalog.ProductId;
import io.aboengine.catalog.StubPolicy;
import io.aboengine.catalog.Tier;
import io.aboengine.catalog.UsagePrice;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one plan: its prices, its phases, when it is billed and how long it binds. */
final class PlanReader {
    private static final int MOST_PAYMENTS = 1200;
    private static final int LAST_MONTH = 12;

    private final Currency currency;
    private final Alignment alignment;

    /** @param alignment of plans that do not say theirs */
    PlanReader(Currency currency, Alignment alignment) {
        this.currency = currency;
        this.alignment = alignment;
    }

    /** @param seen the ids of the plans before it, to which its own is added */
    Plan read(Place place, Set<ProductId> products, Set<PlanId> seen) {
        Fields fields = place.fields(
                "id",
                "product",
                "interval",
                "billing",
                "price",
                "setupFee",
                "alignment",
                "stub",
                "phases",
                "terms",
                "usage",
                "payments",
                "selfService");
        Place idPlace = fields.required("id");
        PlanId id = idPlace.as(PlanId::of);
        if (!seen.add(id)) {
            throw idPlace.wrong("an id that no other plan has");
        }
        Place productPlace = fields.required("product");
        ProductId product = CatalogReader.oneOf(productPlace, productPlace.as(ProductId::of), products, "products");
        return place.checked(() -> new Plan(
                id,
                product,
                id.value(),
                currency,
                fields.required("interval").as(BillingInterval::parse),
                fields.optional("billing")
                        .map(billing -> billing.choice(BillingMode.class))
                        .orElse(BillingMode.IN_ADVANCE),
                fields.optional("price").map(this::price),
                fields.optional("setupFee").map(fee -> fee.amount(currency)),
                fields.list("phases").stream().map(this::phase).toList(),
                fields.optional("alignment").map(PlanReader::alignment).orElse(alignment),
                fields.optional("stub")
                        .map(stub -> stub.choice(StubPolicy.class))
                        .orElse(StubPolicy.PRORATE),
                fields.optional("terms").map(PlanReader::terms).orElse(TermRule.none()),
                usage(fields),
                fields.optional("payments").map(payments -> payments.wholeNumber(1, MOST_PAYMENTS)),
                fields.optional("selfService").map(SettingsReader::selfService)));
    }

    private Price price(Place place) {
        return Price.perUnit(place.price(currency));
    }

    private Phase phase(Place place) {
        Fields fields = place.fields("name", "length", "price", "oneTimePrice", "interval", "usage");
        String name = fields.required("name").text();
        Optional<Period> length = fields.optional("length").map(SettingsReader::length);
        Optional<Price> price = fields.optional("price").map(this::price);
        Optional<Money> oneTimePrice = fields.optional("oneTimePrice").map(amount -> amount.amount(currency));
        Optional<BillingInterval> interval = fields.optional("interval").map(i -> i.as(BillingInterval::parse));
        Optional<List<UsagePrice>> usage = fields.has("usage") ? Optional.of(usage(fields)) : Optional.empty();
        return place.checked(() -> new Phase(name, length, price, oneTimePrice, interval, usage));
    }

    // --- when ------------------------------------------------------------------------------------------------------

    /** The kinds that a text names; days of the calendar are an object. */
    private static final List<Alignment.Kind> KINDS =
            List.of(Alignment.Kind.SUBSCRIPTION, Alignment.Kind.ACCOUNT, Alignment.Kind.BASE);

    static Alignment alignment(Place place) {
        if (place.isText()) {
            return new Alignment(place.choice(KINDS, List.of()), Optional.empty());
        }
        Fields fields = place.fields("dayOfMonth", "weekday", "month");
        Optional<Integer> dayOfMonth = fields.optional("dayOfMonth").map(PlanReader::dayOfMonth);
        Optional<DayOfWeek> weekday = fields.optional("weekday").map(day -> day.choice(DayOfWeek.class));
        Optional<Month> month = fields.optional("month").map(number -> Month.of(number.wholeNumber(1, LAST_MONTH)));
        return Alignment.calendar(place.checked(() -> new CalendarAnchor(dayOfMonth, weekday, month)));
    }

    /** 1 to 31, or {@code "LAST"}. */
    static int dayOfMonth(Place place) {
        if (place.isText()) {
            place.only("LAST");
            return CalendarAnchor.LAST_DAY;
        }
        return place.wholeNumber(1, CalendarAnchor.LAST_DAY);
    }

    private static TermRule terms(Place place) {
        Fields fields = place.fields("minimum", "notice", "renewal");
        Optional<Period> minimum = fields.optional("minimum").map(SettingsReader::length);
        Optional<Period> notice = fields.optional("notice").map(PlanReader::notice);
        Renewal renewal =
                fields.optional("renewal").map(r -> r.as(Renewal::parse)).orElse(new Renewal.Indefinite());
        return place.checked(() -> new TermRule(minimum, notice, renewal));
    }

    /** A length of time that may be nothing. */
    private static Period notice(Place place) {
        try {
            return Period.parse(place.text());
        } catch (DateTimeParseException e) {
            throw place.wrong("a length of time such as \"P1M\"");
        }
    }

    // --- use -------------------------------------------------------------------------------------------------------

    private List<UsagePrice> usage(Fields fields) {
        return fields.list("usage").stream().map(this::usagePrice).toList();
    }

    private UsagePrice usagePrice(Place place) {
        Fields fields = place.fields("unit", "aggregate", "model", "included", "tiers");
        String unit = fields.required("unit").text();
        UsagePrice.Aggregate aggregate = fields.optional("aggregate")
                .map(a -> a.choice(UsagePrice.Aggregate.class))
                .orElse(UsagePrice.Aggregate.SUM);
        BigDecimal included = fields.optional("included").map(Place::number).orElse(BigDecimal.ZERO);
        PriceModel model =
                fields.optional("model").map(m -> m.choice(PriceModel.class)).orElse(PriceModel.PER_UNIT);
        Place tiersPlace = fields.required("tiers");
        List<Tier> tiers = tiersPlace.items().stream().map(this::tier).toList();
        Price price = tiersPlace.checked(() -> new Price(model, tiers));
        return place.checked(() -> new UsagePrice(unit, aggregate, included, price));
    }

    private Tier tier(Place place) {
        Fields fields = place.fields("upTo", "unitPrice", "flatFee", "packageSize");
        if (!fields.has("unitPrice") && !fields.has("flatFee")) {
            throw place.wrong("a tier with the key unitPrice or flatFee");
        }
        Optional<BigDecimal> upTo = fields.optional("upTo").map(Place::number);
        UnitPrice unitPrice =
                fields.optional("unitPrice").map(p -> p.price(currency)).orElse(UnitPrice.of(Money.zero(currency)));
        Optional<UnitPrice> flatFee = fields.optional("flatFee").map(p -> p.price(currency));
        Optional<BigDecimal> packageSize = fields.optional("packageSize").map(Place::number);
        return place.checked(() -> new Tier(upTo, unitPrice, flatFee, packageSize));
    }
}
