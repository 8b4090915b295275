package io.aboengine.examples.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.aboengine.OpenAccount;
import io.aboengine.account.CreditPolicy;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Settings;
import io.aboengine.calendar.GermanState;
import io.aboengine.catalog.Catalog;
import io.aboengine.money.Currency;
import io.aboengine.party.AccountId;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.party.SelfService;
import io.aboengine.spi.credit.CreditDecision;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.sandbox.SandboxOutcome;
import io.aboengine.tax.TaxStatus;
import io.aboengine.tax.VatId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a story strictly: whatever is unknown, misspelt, doubled, of the wrong type or names nothing is an error. */
final class StoryReader {
    private static final ObjectMapper JSON = new ObjectMapper(
                    new JsonFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .setNodeFactory(new JsonNodeFactory(true));

    /** The outcomes that the format knows. */
    static final List<SandboxOutcome> OUTCOMES = List.of(
            SandboxOutcome.SETTLE,
            SandboxOutcome.PEND,
            SandboxOutcome.DECLINE_RETRY,
            SandboxOutcome.DECLINE_HARD,
            SandboxOutcome.AUTHENTICATE,
            SandboxOutcome.TIMEOUT,
            SandboxOutcome.TIMEOUT_SETTLED);

    /** The ways of paying in which a customer owes before paying for certain. */
    private static final List<PaymentMethodKind> ON_CREDIT =
            List.of(PaymentMethodKind.DIRECT_DEBIT, PaymentMethodKind.INVOICE);

    private enum CreditAnswer {
        APPROVE,
        REFUSE,
        REVIEW,
        RESTRICT,
        UNAVAILABLE
    }

    private StoryReader() {}

    /** @throws StoryException if it is no valid story, or one that cannot be replayed yet */
    static Story read(byte[] json) {
        return story(Place.root(parsed(json)));
    }

    private static JsonNode parsed(byte[] json) {
        try {
            JsonNode root = JSON.readTree(json);
            if (root.isMissingNode()) {
                throw StoryException.unreadable("found nothing, expected a story as a JSON object");
            }
            return root;
        } catch (JsonProcessingException e) {
            JsonLocation location = Optional.ofNullable(e.getLocation()).orElse(JsonLocation.NA);
            throw StoryException.unreadable(location.getLineNr(), location.getColumnNr(), problem(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String problem(JsonProcessingException e) {
        if (e instanceof MismatchedInputException) {
            return "found more behind the end of the story, expected nothing";
        }
        String message = Optional.ofNullable(e.getOriginalMessage()).orElse("unreadable");
        int detail = message.indexOf(" (for ");
        return "no valid JSON: " + (detail < 0 ? message : message.substring(0, detail));
    }

    private static Story story(Place root) {
        Fields fields =
                root.fields("title", "settings", "catalog", "accounts", "gateway", "creditCheck", "steps", "until");
        String title = fields.optional("title").map(Place::text).orElse("");
        Settings settings = SettingsReader.read(fields.optional("settings"));
        CatalogReader catalogs =
                new CatalogReader(settings.currency(), SettingsReader.alignment(fields.optional("settings")));
        Catalog catalog = catalogs.read(fields.required("catalog"));
        Map<AccountId, OpenAccount> accounts = accounts(fields.required("accounts"), settings.currency());
        Story.Gateway gateway = fields.optional("gateway")
                .map(g -> gateway(g, accounts.keySet()))
                .orElse(new Story.Gateway(SandboxOutcome.SETTLE, Map.of()));
        Optional<Story.CreditChecks> creditChecks =
                fields.optional("creditCheck").map(c -> creditChecks(c, accounts.keySet()));
        if (creditChecks.isPresent()) {
            settings = settings.withCreditPolicy(CreditPolicy.closed(ON_CREDIT));
        }
        Place untilPlace = fields.required("until");
        LocalDate until = untilPlace.date();
        List<Story.Step> steps =
                new StepReader(settings, catalogs, catalog, accounts, until).read(fields.required("steps"));
        LocalDate first = steps.get(0).on();
        if (until.isAfter(first.plusYears(100))) {
            throw untilPlace.wrong("a day not more than 100 years after the first step, which is on " + first);
        }
        return new Story(title, settings, catalog, List.copyOf(accounts.values()), gateway, creditChecks, steps, until);
    }

    private static Map<AccountId, OpenAccount> accounts(Place place, Currency currency) {
        Map<AccountId, OpenAccount> accounts = new LinkedHashMap<>();
        for (Place item : place.items()) {
            Fields fields = item.fields(
                    "id",
                    "country",
                    "state",
                    "business",
                    "vatId",
                    "taxExempt",
                    "notice30",
                    "billingDay",
                    "currency",
                    "paymentMethod",
                    "selfService");
            Place idPlace = fields.required("id");
            AccountId id = idPlace.as(AccountId::of);
            if (accounts.containsKey(id)) {
                throw idPlace.wrong("an id that no other account has");
            }
            // Whether the notice of the 30 days stands on the invoice decides on default and interest only.
            fields.optional("notice30").ifPresent(Place::flag);
            PaymentMethodKind method = fields.optional("paymentMethod")
                    .map(m -> m.choice(PaymentMethodKind.class))
                    .orElse(PaymentMethodKind.INVOICE);
            String country = SettingsReader.country(fields.required("country"));
            Optional<SelfService> selfService = fields.optional("selfService").map(SettingsReader::selfService);
            Optional<Currency> own = fields.optional("currency").map(SettingsReader::currency);
            PostalAddress address = new PostalAddress("Musterstraße 1", "10115", "Berlin", country);
            accounts.put(
                    id,
                    new OpenAccount(
                            id,
                            new Party(id.value(), address, Language.EN),
                            methodOf(id, method, 0),
                            Optional.of(own.orElse(currency)),
                            selfService,
                            fields.optional("state").flatMap(state -> state(state, country)),
                            taxStatus(item, fields),
                            fields.optional("billingDay").map(PlanReader::dayOfMonth)));
        }
        return accounts;
    }

    /** Only German states decide on anything; others may stand there. */
    private static Optional<GermanState> state(Place place, String country) {
        Optional<String> german = Optional.of(place.text()).filter(code -> country.equals("DE"));
        return german.map(code -> place.checked(() -> GermanState.parse(code)));
    }

    private static TaxStatus taxStatus(Place place, Fields fields) {
        boolean business = fields.optional("business").map(Place::flag).orElse(false);
        boolean exempt = fields.optional("taxExempt").map(Place::flag).orElse(false);
        Optional<VatId> vatId =
                fields.optional("vatId").filter(id -> !id.text().isEmpty()).map(id -> id.as(VatId::new));
        return place.checked(() -> new TaxStatus(business, vatId, exempt));
    }

    /** A way of paying; each naming of one is another card, mandate or wallet. */
    static PaymentMethod methodOf(AccountId account, PaymentMethodKind kind, int step) {
        return kind == PaymentMethodKind.INVOICE
                ? PaymentMethod.invoice()
                : PaymentMethod.of(kind, account + "-" + kind + "-" + step);
    }

    private static Story.Gateway gateway(Place place, Set<AccountId> accounts) {
        Fields fields = place.fields("default", "outcomes");
        SandboxOutcome byDefault = fields.optional("default")
                .map(outcome -> outcome.choice(OUTCOMES, List.of()))
                .orElse(SandboxOutcome.SETTLE);
        Map<AccountId, List<SandboxOutcome>> planned = new LinkedHashMap<>();
        for (Place.Named entry : fields.optional("outcomes").map(Place::entries).orElse(List.of())) {
            planned.put(known(entry, accounts), outcomes(entry.place()));
        }
        return new Story.Gateway(byDefault, planned);
    }

    static List<SandboxOutcome> outcomes(Place place) {
        return place.items().stream()
                .map(outcome -> outcome.choice(OUTCOMES, List.of()))
                .toList();
    }

    private static Story.CreditChecks creditChecks(Place place, Set<AccountId> accounts) {
        Fields fields = place.fields("default", "outcomes");
        CreditDecision byDefault = decision(fields.optional("default")
                .map(d -> d.choice(CreditAnswer.class))
                .orElse(CreditAnswer.APPROVE));
        Map<AccountId, CreditDecision> decisions = new LinkedHashMap<>();
        for (Place.Named entry : fields.optional("outcomes").map(Place::entries).orElse(List.of())) {
            decisions.put(known(entry, accounts), decision(entry.place().choice(CreditAnswer.class)));
        }
        return new Story.CreditChecks(byDefault, decisions);
    }

    private static CreditDecision decision(CreditAnswer answer) {
        List<String> reasons = List.of("as the story says");
        return switch (answer) {
            case APPROVE -> new CreditDecision.Approved();
            case REFUSE -> new CreditDecision.Refused(reasons);
            case REVIEW -> new CreditDecision.Review(reasons);
            case RESTRICT ->
                new CreditDecision.Restricted(
                        Set.of(PaymentMethodKind.CARD, PaymentMethodKind.WALLET), Optional.empty());
            case UNAVAILABLE -> new CreditDecision.Unavailable("as the story says");
        };
    }

    private static AccountId known(Place.Named entry, Set<AccountId> accounts) {
        for (AccountId account : accounts) {
            if (account.value().equals(entry.name())) {
                return account;
            }
        }
        throw entry.wrongName("one of the accounts " + names(accounts));
    }

    static List<String> names(Set<AccountId> accounts) {
        List<String> names = new ArrayList<>();
        accounts.forEach(account -> names.add(account.value()));
        return names;
    }
}
