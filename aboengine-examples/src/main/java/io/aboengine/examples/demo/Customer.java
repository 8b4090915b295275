package io.aboengine.examples.demo;

import io.aboengine.account.PaymentMethod;
import io.aboengine.party.AccountId;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One invented customer.
 *
 * @param credit what the credit agency says: approved, restricted, review, refused or unavailable; empty: not asked
 * @param plan what is ordered on the first day
 * @param paysAfterDays of who pays by transfer: days from the invoice to the money; empty: never
 * @param habits what this customer does later, in order of days
 */
record Customer(
        AccountId id,
        Party party,
        PaymentMethod method,
        String credit,
        String plan,
        LocalDate firstDay,
        Optional<Integer> paysAfterDays,
        List<Habit> habits) {

    /** Something done on a day: a verb and what it needs, such as {@code changes-now zeitung-jahr}. */
    record Habit(LocalDate on, String verb, List<String> words) {
        static Habit parse(String text) {
            List<String> words = List.of(text.strip().split(" ", -1));
            return new Habit(LocalDate.parse(words.get(0)), words.get(1), words.subList(2, words.size()));
        }
    }

    /** All customers of the demo, in the order in which they come. */
    static List<Customer> all() {
        try (InputStream csv = Objects.requireNonNull(
                        Customer.class.getResourceAsStream("customers.csv"), "customers.csv is not in the jar");
                BufferedReader lines = new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(Customer::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads {@code id,name,street,postal_code,city,language,pays_by,credit,plan,first_day,pays_after_days,habits}. */
    private static Customer parse(String line) {
        String[] cell = line.split(",", -1);
        if (cell.length != 12) {
            throw new IllegalArgumentException("Expected 12 cells, found " + cell.length + ": " + line);
        }
        List<Habit> habits = new ArrayList<>();
        if (!cell[11].isEmpty()) {
            for (String habit : cell[11].split(";", -1)) {
                habits.add(Habit.parse(habit));
            }
        }
        habits.sort(Comparator.comparing(Habit::on));
        PaymentMethodKind kind = PaymentMethodKind.valueOf(cell[6]);
        return new Customer(
                AccountId.of(cell[0]),
                new Party(cell[1], new PostalAddress(cell[2], cell[3], cell[4], "DE"), Language.valueOf(cell[5])),
                kind == PaymentMethodKind.INVOICE
                        ? PaymentMethod.invoice()
                        : PaymentMethod.of(kind, "token-" + cell[0]),
                cell[7],
                cell[8],
                LocalDate.parse(cell[9]),
                cell[10].isEmpty() || cell[10].equals("never")
                        ? Optional.empty()
                        : Optional.of(Integer.valueOf(cell[10])),
                habits);
    }

    /** {@code toString} would show a name. */
    @Override
    public String toString() {
        return id.toString();
    }
}
