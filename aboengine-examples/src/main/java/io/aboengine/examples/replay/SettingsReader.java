package io.aboengine.examples.replay;

import io.aboengine.account.Settings;
import io.aboengine.account.ZeroInvoices;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.catalog.Alignment;
import io.aboengine.dunning.DunningAction;
import io.aboengine.dunning.DunningLevel;
import io.aboengine.dunning.DunningPolicy;
import io.aboengine.fulfilment.ReleasePolicy;
import io.aboengine.invoice.SellerProfile;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.party.SelfService;
import io.aboengine.party.SelfServiceAction;
import io.aboengine.payment.RetryPolicy;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxRate;
import io.aboengine.tax.TaxTable;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads how the shop of a story does business. What the story does not say is as the engine has it by default. */
final class SettingsReader {
    private static final ZoneId DEFAULT_ZONE = ZoneId.of("Europe/Berlin");

    private SettingsReader() {}

    static Settings read(Optional<Place> given) {
        if (given.isEmpty()) {
            return Settings.of(DEFAULT_ZONE, Currency.EUR, seller());
        }
        Place place = given.get();
        Fields fields = place.fields(
                "timeZone",
                "currency",
                "priceBasis",
                "paymentTermDays",
                "zeroInvoices",
                "draftDays",
                "alignment",
                "taxes",
                "retries",
                "dunning",
                "release",
                "selfService",
                "lateUsageDays",
                "maxBackdateDays");
        ZoneId zone = fields.optional("timeZone").map(SettingsReader::zone).orElse(DEFAULT_ZONE);
        Currency currency =
                fields.optional("currency").map(SettingsReader::currency).orElse(Currency.EUR);
        Settings settings = Settings.of(zone, currency, seller());
        Optional<Integer> term = fields.optional("paymentTermDays").map(days -> days.wholeNumber(0, 365));
        Optional<Integer> draft = fields.optional("draftDays").map(days -> days.wholeNumber(0, 60));
        Optional<Integer> late = fields.optional("lateUsageDays").map(days -> days.wholeNumber(0, 365));
        Optional<Integer> backdate = fields.optional("maxBackdateDays").map(days -> days.wholeNumber(0, 3660));
        return settings.withPriceBasis(fields.optional("priceBasis")
                        .map(basis -> basis.choice(PriceBasis.class))
                        .orElse(settings.priceBasis()))
                .withPaymentTermDays(term.orElse(settings.paymentTermDays()))
                .withZeroInvoices(fields.optional("zeroInvoices")
                        .map(zero -> zero.choice(ZeroInvoices.class))
                        .orElse(settings.zeroInvoices()))
                .withDraftDays(draft.orElse(settings.draftDays()))
                .withLateUsageDays(late.orElse(settings.lateUsageDays()))
                .withMaxBackdateDays(backdate.orElse(settings.maxBackdateDays()))
                .withTaxes(fields.optional("taxes").map(SettingsReader::taxes).orElse(settings.taxes()))
                .withRetries(
                        fields.optional("retries").map(SettingsReader::retries).orElse(settings.retries()))
                .withDunning(fields.optional("dunning")
                        .map(dunning -> dunning(dunning, currency))
                        .orElse(settings.dunning()))
                .withRelease(fields.optional("release")
                        .map(release -> release.choice(ReleasePolicy.class))
                        .orElse(settings.release()))
                .withSelfService(fields.optional("selfService")
                        .map(SettingsReader::selfService)
                        .orElse(settings.selfService()));
    }

    /** What the periods of plans are counted from that do not say it themselves; no setting of the engine. */
    static Alignment alignment(Optional<Place> given) {
        return given.flatMap(settings -> settings.key("alignment"))
                .map(PlanReader::alignment)
                .orElse(Alignment.subscription());
    }

    private static SellerProfile seller() {
        PostalAddress address = new PostalAddress("Musterstraße 2", "10115", "Berlin", "DE");
        return new SellerProfile(
                new Party("Shop of the story", address, Language.EN),
                Optional.of("12/345/67890"),
                Optional.of("DE123456789"),
                Optional.empty());
    }

    private static ZoneId zone(Place place) {
        String id = place.text();
        if (!ZoneId.getAvailableZoneIds().contains(id)) {
            throw place.wrong("the name of a time zone, such as \"Europe/Berlin\"");
        }
        return ZoneId.of(id);
    }

    static Currency currency(Place place) {
        return place.as(Currency::of);
    }

    private static TaxTable taxes(Place place) {
        List<TaxRate> rates = new ArrayList<>();
        for (Place item : place.items()) {
            Fields fields = item.fields("category", "country", "rate", "from");
            TaxCategory category = fields.required("category").as(TaxCategory::new);
            String country = country(fields.required("country"));
            Place rate = fields.required("rate");
            rates.add(rate.checked(() -> new TaxRate(
                    category, country, rate.number(), fields.required("from").date())));
        }
        return new TaxTable(rates);
    }

    static String country(Place place) {
        return place.as(text -> PostalAddress.requireCountry("country", text));
    }

    private static RetryPolicy retries(Place place) {
        List<Period> delays = place.items().stream().map(SettingsReader::length).toList();
        return new RetryPolicy(delays);
    }

    /** A length of time in days, weeks, months or years. */
    static Period length(Place place) {
        return place.as(text -> BillingInterval.parseLength("length", text));
    }

    private static DunningPolicy dunning(Place place, Currency currency) {
        Fields fields = place.fields("levels", "interest", "minimumAmount", "minimumDistanceDays", "workingDaysOnly");
        fields.optional("interest").ifPresent(interest -> interest.only("NONE", "STATUTORY"));
        fields.notYetUnless(amount -> amount.amount(currency).isZero(), "minimumAmount");
        fields.notYetUnless(days -> days.wholeNumber(0, 1000) == 0, "minimumDistanceDays");
        fields.notYetUnless(only -> !only.flag(), "workingDaysOnly");
        List<DunningLevel> levels = new ArrayList<>();
        for (Place item : fields.optional("levels").map(Place::items).orElse(List.of())) {
            levels.add(level(item, levels.size() + 1, currency));
        }
        return place.checked(() -> new DunningPolicy(levels));
    }

    private static DunningLevel level(Place place, int number, Currency currency) {
        Fields fields = place.fields("afterDays", "name", "fee", "then");
        String name = fields.optional("name").map(Place::text).orElse("level " + number);
        int afterDays = fields.required("afterDays").wholeNumber(1, 1000);
        Optional<Money> fee = fields.optional("fee").map(amount -> amount.amount(currency));
        List<DunningAction> then = new ArrayList<>();
        for (Place action : fields.optional("then").map(Place::items).orElse(List.of())) {
            then.add(action.choice(List.of(DunningAction.values()), List.of("STOP_BILLING", "CANCEL", "HAND_OVER")));
        }
        return place.checked(() -> new DunningLevel(name, afterDays, fee, then));
    }

    static SelfService selfService(Place place) {
        Fields fields = place.fields("allow");
        List<SelfServiceAction> allowed = fields.required("allow").items().stream()
                .map(action -> action.choice(SelfServiceAction.class))
                .toList();
        return SelfService.allow(allowed);
    }
}
