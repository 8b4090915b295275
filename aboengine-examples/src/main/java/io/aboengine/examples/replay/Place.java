package io.aboengine.examples.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.spi.InvalidRequestException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** One value of the file and where it stands. What is not as it should be is refused with both. */
final class Place {
    private static final Pattern DATE = Pattern.compile("(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");
    private static final int MOST_SHOWN = 60;
    private static final int MOST_DIGITS = 9;

    private final JsonNode node;
    private final String pointer;

    private Place(JsonNode node, String pointer) {
        this.node = node;
        this.pointer = pointer;
    }

    static Place root(JsonNode node) {
        return new Place(node, "");
    }

    StoryException wrong(String expected) {
        return StoryException.wrong(pointer, shown(), expected);
    }

    StoryException notYet(String what) {
        return StoryException.notYet(pointer, what);
    }

    private String shown() {
        if (node.isObject() || node.isArray()) {
            return (node.isObject() ? "an object" : "a list") + (node.isEmpty() ? " without content" : "");
        }
        String text = node.toString();
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }

    boolean isText() {
        return node.isTextual();
    }

    boolean isObject() {
        return node.isObject();
    }

    /** The keys of an object, which are all among those it may have. */
    Fields fields(String... known) {
        if (!node.isObject()) {
            throw wrong("an object with " + keys(List.of(known)));
        }
        List<String> names = List.of(known);
        Iterator<String> found = node.fieldNames();
        while (found.hasNext()) {
            String name = found.next();
            if (!names.contains(name)) {
                throw StoryException.wrong(pointerTo(name), "the unknown key \"" + name + "\"", keys(names));
            }
        }
        return new Fields(this);
    }

    private static String keys(List<String> names) {
        return names.size() == 1 ? "the key " + names.get(0) : "the keys " + String.join(", ", names);
    }

    /** The values of an object of any keys, such as account ids. */
    List<Named> entries() {
        if (!node.isObject()) {
            throw wrong("an object");
        }
        List<Named> entries = new ArrayList<>();
        node.fieldNames()
                .forEachRemaining(name -> entries.add(new Named(name, key(name).orElseThrow())));
        return entries;
    }

    record Named(String name, Place place) {
        StoryException wrongName(String expected) {
            return StoryException.wrong(place.pointer, "the key \"" + name + "\"", expected);
        }
    }

    Optional<Place> key(String name) {
        return Optional.ofNullable(node.get(name)).map(value -> new Place(value, pointerTo(name)));
    }

    private String pointerTo(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    List<Place> items() {
        if (!node.isArray()) {
            throw wrong("a list");
        }
        List<Place> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(new Place(node.get(i), pointer + "/" + i));
        }
        return items;
    }

    String text() {
        if (!node.isTextual()) {
            throw wrong("a text");
        }
        return node.textValue();
    }

    boolean flag() {
        if (!node.isBoolean()) {
            throw wrong("true or false");
        }
        return node.booleanValue();
    }

    int wholeNumber(int least, int most) {
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            throw wrong("a whole number from " + least + " to " + most);
        }
        return node.intValue();
    }

    /** A number, or a text that holds one; of a size that can be counted. */
    BigDecimal number() {
        BigDecimal number;
        if (node.isNumber()) {
            number = node.decimalValue();
        } else if (node.isTextual() && NUMBER.matcher(node.textValue()).matches()) {
            number = new BigDecimal(node.textValue());
        } else {
            throw wrong("a number such as 2 or \"2.5\"");
        }
        long digits = (long) number.precision() - number.scale();
        if (digits > MOST_DIGITS || number.scale() > MOST_DIGITS) {
            throw wrong("a number with at most " + MOST_DIGITS + " digits before and after the point");
        }
        return number;
    }

    LocalDate date() {
        if (node.isTextual() && DATE.matcher(node.textValue()).matches()) {
            try {
                return LocalDate.parse(node.textValue());
            } catch (DateTimeParseException e) {
                throw wrong("a day of the calendar, such as 2026-04-01");
            }
        }
        throw wrong("a date such as \"2026-04-01\"");
    }

    Money amount(Currency currency) {
        requireAmountText();
        try {
            return as(text -> Money.of(text, currency));
        } catch (ArithmeticException e) {
            throw wrong("an amount that can be counted in minor units");
        }
    }

    Money positiveAmount(Currency currency) {
        Money amount = amount(currency);
        if (!amount.isPositive()) {
            throw wrong("an amount above zero");
        }
        return amount;
    }

    UnitPrice price(Currency currency) {
        requireAmountText();
        return as(text -> UnitPrice.of(text, currency));
    }

    private void requireAmountText() {
        if (!node.isTextual()) {
            throw wrong("an amount in major units as a text, such as \"12.90\"");
        }
    }

    /** Reads the text as something that checks itself. */
    <T> T as(Function<String, T> read) {
        String text = text();
        return checked(() -> read.apply(text));
    }

    /** Makes something of this place that checks itself. */
    <T> T checked(Supplier<T> make) {
        try {
            return make.get();
        } catch (InvalidRequestException e) {
            throw StoryException.wrong(pointer, "\"" + e.value() + "\"", "another " + e.field() + ": it " + e.reason());
        }
    }

    /** A constant of the enum, by its name. */
    <E extends Enum<E>> E choice(Class<E> type) {
        return choice(List.of(type.getEnumConstants()), List.of());
    }

    /**
     * One of the choices, by its name.
     *
     * @param later the names of those that the format has and the engine does not
     */
    <E extends Enum<E>> E choice(List<E> choices, List<String> later) {
        List<String> names = new ArrayList<>();
        for (E choice : choices) {
            if (node.isTextual() && choice.name().equals(node.textValue())) {
                return choice;
            }
            names.add(choice.name());
        }
        if (node.isTextual() && later.contains(node.textValue())) {
            throw notYet(lastKey() + " " + node.textValue());
        }
        names.addAll(later);
        throw wrong("one of " + String.join(", ", names));
    }

    /** Accepts the one value of a choice that asks for nothing special. */
    void only(String neutral, String... later) {
        if (node.isTextual() && node.textValue().equals(neutral)) {
            return;
        }
        if (node.isTextual() && List.of(later).contains(node.textValue())) {
            throw notYet(lastKey() + " " + node.textValue());
        }
        List<String> names = new ArrayList<>(List.of(neutral));
        names.addAll(List.of(later));
        throw wrong("one of " + String.join(", ", names));
    }

    /** The innermost key, also for an item of a list. */
    private String lastKey() {
        String path = pointer.replaceAll("(/[0-9]+)+$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
