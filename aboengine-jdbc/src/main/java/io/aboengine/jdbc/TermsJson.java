package io.aboengine.jdbc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.BillingMode;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.Price;
import io.aboengine.catalog.PriceModel;
import io.aboengine.catalog.ProductId;
import io.aboengine.catalog.Tier;
import io.aboengine.catalog.UsagePrice;
import io.aboengine.subscription.Terms;
import io.aboengine.tax.TaxCategory;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Terms as JSON. Every renewal reads them, so what is so in most contracts is left out: boundaries of the contract's own
 * that were never moved, billing in advance, no discounts, no use that is charged; and a price that is the same for each
 * unit is a {@code unitPrice} alone.
 */
final class TermsJson {
    private TermsJson() {}

    static void addTo(SimpleModule module) {
        module.addSerializer(Terms.class, new Writer());
        module.addDeserializer(Terms.class, new Reader());
    }

    private static final class Writer extends StdSerializer<Terms> {
        private static final long serialVersionUID = 1L;

        Writer() {
            super(Terms.class);
        }

        @Override
        public void serialize(Terms terms, JsonGenerator json, SerializerProvider provider) throws IOException {
            Tier first = terms.price().tiers().get(0);
            boolean sameForEach = terms.price().model() == PriceModel.PER_UNIT
                    && first.flatFee().isEmpty();
            json.writeStartObject();
            if (!terms.alignment().equals(Alignment.subscription())) {
                provider.defaultSerializeField("alignment", terms.alignment(), json);
            }
            json.writeStringField("anchor", terms.anchor().toString());
            if (terms.billing() != BillingMode.IN_ADVANCE) {
                json.writeStringField("billing", terms.billing().name());
            }
            json.writeNumberField("catalogVersion", terms.catalogVersion());
            if (!terms.discounts().isEmpty()) {
                provider.defaultSerializeField("discounts", terms.discounts(), json);
            }
            if (terms.freeStart()) {
                json.writeBooleanField("freeStart", true);
            }
            json.writeStringField("interval", terms.interval().toString());
            if (terms.overridden()) {
                json.writeBooleanField("overridden", true);
            }
            json.writeStringField("phase", terms.phase());
            json.writeStringField("plan", terms.plan().value());
            json.writeStringField("planName", terms.planName());
            if (!sameForEach) {
                provider.defaultSerializeField("price", terms.price(), json);
            }
            json.writeStringField("product", terms.product().value());
            json.writeStringField("quantity", terms.quantity().toString());
            if (terms.shiftDays() != 0) {
                json.writeNumberField("shiftDays", terms.shiftDays());
            }
            if (terms.taxCategory().isPresent()) {
                json.writeStringField("taxCategory", terms.taxCategory().get().value());
            }
            if (sameForEach) {
                json.writeStringField("unitPrice", first.unitPrice().toString());
            }
            if (!terms.usage().isEmpty()) {
                provider.defaultSerializeField("usage", terms.usage(), json);
            }
            if (terms.whole().isPresent()) {
                provider.defaultSerializeField("whole", terms.whole().get(), json);
            }
            json.writeEndObject();
        }
    }

    private static final class Reader extends StdDeserializer<Terms> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(Terms.class);
        }

        @Override
        public Terms deserialize(JsonParser json, DeserializationContext context) throws IOException {
            Found found = new Found(json, context);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                try {
                    found.read(field);
                } catch (RuntimeException e) {
                    throw JsonMappingException.wrapWithPath(e, Terms.class, field);
                }
            }
            return found.terms();
        }
    }

    /** What was found so far; what is left out keeps its beginning. */
    private static final class Found {
        private final JsonParser json;
        private final DeserializationContext context;
        private Optional<PlanId> plan = Optional.empty();
        private Optional<ProductId> product = Optional.empty();
        private Optional<Integer> catalogVersion = Optional.empty();
        private Optional<String> planName = Optional.empty();
        private Optional<String> phase = Optional.empty();
        private Optional<BillingInterval> interval = Optional.empty();
        private Optional<LocalDate> anchor = Optional.empty();
        private int shiftDays;
        private Alignment alignment = Alignment.subscription();
        private BillingMode billing = BillingMode.IN_ADVANCE;
        private Optional<Price> price = Optional.empty();
        private boolean freeStart;
        private boolean overridden;
        private Optional<BigDecimal> quantity = Optional.empty();
        private Optional<TaxCategory> taxCategory = Optional.empty();
        private Optional<ServicePeriod> whole = Optional.empty();
        private List<Discount.Granted> discounts = List.of();
        private List<UsagePrice> usage = List.of();

        Found(JsonParser json, DeserializationContext context) {
            this.json = json;
            this.context = context;
        }

        void read(String field) throws IOException {
            switch (field) {
                case "alignment" -> alignment = context.readValue(json, Alignment.class);
                case "anchor" -> anchor = Optional.of(LocalDate.parse(json.getText()));
                case "billing" -> billing = BillingMode.valueOf(json.getText());
                case "catalogVersion" -> catalogVersion = Optional.of(json.getIntValue());
                case "discounts" -> discounts = all(Discount.Granted.class);
                case "freeStart" -> freeStart = json.getBooleanValue();
                case "interval" -> interval = Optional.of(BillingInterval.parse(json.getText()));
                case "overridden" -> overridden = json.getBooleanValue();
                case "phase" -> phase = Optional.of(json.getText());
                case "plan" -> plan = Optional.of(new PlanId(json.getText()));
                case "planName" -> planName = Optional.of(json.getText());
                case "price" -> price = Optional.of(context.readValue(json, Price.class));
                case "product" -> product = Optional.of(new ProductId(json.getText()));
                case "quantity" -> quantity = Optional.of(new BigDecimal(json.getText()));
                case "shiftDays" -> shiftDays = json.getIntValue();
                case "taxCategory" -> taxCategory = Optional.of(new TaxCategory(json.getText()));
                case "unitPrice" -> price = Optional.of(Price.perUnit(Json.unitPrice(json.getText())));
                case "usage" -> usage = all(UsagePrice.class);
                case "whole" -> whole = Optional.of(context.readValue(json, ServicePeriod.class));
                default -> throw UnrecognizedPropertyException.from(json, Terms.class, field, List.of());
            }
        }

        private <T> List<T> all(Class<T> type) throws IOException {
            return context.readValue(json, context.getTypeFactory().constructCollectionType(List.class, type));
        }

        Terms terms() throws JsonMappingException {
            return new Terms(
                    required("plan", plan),
                    required("product", product),
                    required("catalogVersion", catalogVersion),
                    required("planName", planName),
                    required("phase", phase),
                    required("interval", interval),
                    required("anchor", anchor),
                    shiftDays,
                    alignment,
                    billing,
                    required("price", price),
                    freeStart,
                    overridden,
                    required("quantity", quantity),
                    taxCategory,
                    whole,
                    discounts,
                    usage);
        }

        private <T> T required(String field, Optional<T> value) throws JsonMappingException {
            return value.orElseThrow(() -> JsonMappingException.from(json, "There is no " + field));
        }
    }
}
