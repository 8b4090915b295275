package io.aboengine.jdbc;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.Renewal;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.ProductId;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.NumberSeries;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.tax.TaxCategory;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Values as JSON. The same value always gives the same text: properties are sorted, what is empty is left out. Amounts,
 * decimals, days and ids are text ({@code "EUR 12.90"}), never JSON numbers with a point.
 */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(texts())
            // Records are read by their constructors and accessors, which are public; nothing has to be opened to us.
            .disable(MapperFeature.CAN_OVERRIDE_ACCESS_MODIFIERS)
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .serializationInclusion(JsonInclude.Include.NON_ABSENT)
            .build();

    private Json() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot be written as JSON: " + value.getClass(), e);
        }
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw unreadable(type.getName(), e);
        }
    }

    static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw unreadable(type.getType().getTypeName(), e);
        }
    }

    /** Empty for an empty list: where there is nothing, nothing has to be read. */
    static Optional<String> writeUnlessEmpty(List<?> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(write(values));
    }

    /** What {@link #writeUnlessEmpty} wrote. */
    static <T> List<T> readList(Optional<String> json, TypeReference<List<T>> type) {
        return json.map(text -> read(text, type)).orElse(List.of());
    }

    /** Tells where and why, not what was read. */
    private static IllegalStateException unreadable(String type, JsonProcessingException e) {
        return new IllegalStateException("The JSON of a %s cannot be read: %s".formatted(type, e.getOriginalMessage()));
    }

    private static SimpleModule texts() {
        SimpleModule module = new SimpleModule("aboengine");
        text(module, Money.class, Money::toString, Money::parse);
        text(module, UnitPrice.class, UnitPrice::toString, Json::unitPrice);
        text(module, Currency.class, Currency::code, Currency::of);
        text(module, BigDecimal.class, BigDecimal::toString, BigDecimal::new);
        text(module, BillingInterval.class, BillingInterval::toString, BillingInterval::parse);
        text(module, NumberSeries.class, NumberSeries::pattern, NumberSeries::new);
        text(module, PlanId.class, PlanId::value, PlanId::new);
        text(module, ProductId.class, ProductId::value, ProductId::new);
        text(module, DocumentId.class, DocumentId::toString, DocumentId::parse);
        text(module, TaxCategory.class, TaxCategory::value, TaxCategory::new);
        text(module, Renewal.class, Renewal::toString, Renewal::parse);
        TermsJson.addTo(module);
        return module;
    }

    static UnitPrice unitPrice(String text) {
        int blank = text.indexOf(' ');
        return UnitPrice.of(text.substring(blank + 1), Currency.of(text.substring(0, blank)));
    }

    private static <T> void text(
            SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
        module.addSerializer(type, new TextSerializer<>(type, write));
        module.addDeserializer(type, new TextDeserializer<>(type, read));
    }

    private static final class TextSerializer<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<T, String> write;

        TextSerializer(Class<T> type, Function<T, String> write) {
            super(type);
            this.write = write;
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(write.apply(value));
        }
    }

    private static final class TextDeserializer<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<String, T> read;

        TextDeserializer(Class<T> type, Function<String, T> read) {
            super(type);
            this.read = read;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return read.apply(json.getValueAsString());
        }
    }
}
