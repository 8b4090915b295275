package io.aboengine;

import io.aboengine.party.Language;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What a shop confirms to a customer who ended a contract: content, date and time of the declaration and the day of the end
 * (section 312k (4) and 356a (4) BGB ask for it on a durable medium without delay).
 *
 * @param withdrawal true: the customer withdrew within the period of the law; false: the contract was cancelled
 * @param contract the contract's own name where the shop gave it one, else its id
 * @param planName what the contract is about, as printed
 * @param receivedAt when the declaration was received, in the merchant's zone
 * @param endOn the first day without service
 * @param reason as it was given, if it was
 */
public record CancellationReceipt(
        SubscriptionId subscription,
        boolean withdrawal,
        String contract,
        String planName,
        ZonedDateTime receivedAt,
        LocalDate endOn,
        Optional<String> reason) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd");
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter GERMAN_DAY = DateTimeFormatter.ofPattern("dd.MM.uuuu");
    private static final DateTimeFormatter GERMAN_MOMENT = DateTimeFormatter.ofPattern("dd.MM.uuuu, HH:mm:ss 'Uhr'");

    /** The last day with service. */
    public LocalDate lastDay() {
        return endOn.minusDays(1);
    }

    /** The confirmation as the customer reads it. */
    public String text(Language language) {
        boolean german = language == Language.DE;
        StringBuilder text = new StringBuilder();
        line(
                text,
                german
                        ? withdrawal ? "Bestätigung Ihres Widerrufs" : "Bestätigung Ihrer Kündigung"
                        : withdrawal ? "Confirmation of your withdrawal" : "Confirmation of your cancellation");
        line(text, "");
        line(text, (german ? "Vertrag:      " : "Contract:     ") + planName + " (" + contract + ")");
        line(
                text,
                (german ? "Eingegangen:  " : "Received:     ") + receivedAt.format(german ? GERMAN_MOMENT : MOMENT)
                        + " (" + receivedAt.getZone() + ")");
        line(text, (german ? "Letzter Tag:  " : "Last day:     ") + lastDay().format(german ? GERMAN_DAY : DAY));
        reason.ifPresent(r -> line(text, (german ? "Grund:        " : "Reason:       ") + r));
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
