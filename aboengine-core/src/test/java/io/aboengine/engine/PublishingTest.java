package io.aboengine.engine;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.AboEngine;
import io.aboengine.RunRequest;
import io.aboengine.account.Command;
import io.aboengine.dunning.DunningLevel;
import io.aboengine.dunning.DunningPolicy;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentType;
import io.aboengine.party.AccountId;
import io.aboengine.scenario.Inventory;
import io.aboengine.scenario.Shop;
import io.aboengine.store.OutdatedRulesException;
import io.aboengine.store.Store;
import io.aboengine.store.memory.MemoryStore;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Versions of catalogue and settings, and who notices a new one. */
class PublishingTest {
    private final Store store = new MemoryStore();
    private final Shop shop =
            Shop.over(store, "Europe/Berlin", "2025-04-01").offers(plan("basic", "EUR 10.00", MONTHLY));

    private void subscribes(String account) {
        AboEngine engine = shop.engine();
        engine.accounts().open(customer(account).account());
        engine.subscriptions().subscribe(Command.Subscribe.to(account, "basic"));
    }

    private List<Document> documents(String account) {
        return shop.engine().documents().list(AccountId.of(account));
    }

    @Test
    void the_same_rules_published_again_are_the_same_version_and_wake_nobody() {
        subscribes("ada");
        List<String> before = Inventory.of(store);

        shop.engine();
        shop.on("2025-04-10").engine().run(RunRequest.all());

        assertThat(Inventory.of(store)).isEqualTo(before);
        subscribes("bob");
        assertThat(documents("bob").get(0).settingsVersion())
                .isEqualTo(documents("ada").get(0).settingsVersion());
        assertThat(documents("bob").get(0).catalogVersion())
                .isEqualTo(documents("ada").get(0).catalogVersion());
    }

    @Test
    void each_document_names_the_rules_it_was_made_with() {
        subscribes("ada");
        shop.with(settings -> settings.withPaymentTermDays(7)).instead(plan("basic", "EUR 11.00", MONTHLY));
        subscribes("bob");

        Document first = documents("ada").get(0);
        Document second = documents("bob").get(0);
        assertThat(second.settingsVersion()).isEqualTo(first.settingsVersion() + 1);
        assertThat(second.catalogVersion()).isEqualTo(first.catalogVersion() + 1);
        assertThat(second.dueOn()).contains(LocalDate.parse("2025-04-08"));
    }

    @Test
    void another_ladder_wakes_the_accounts_that_sleep() {
        subscribes("ada");
        subscribes("bob");
        shop.on("2025-04-25");
        assertThat(shop.engine().run(RunRequest.all()).reminders()).isZero();

        shop.with(settings -> settings.withDunning(DunningPolicy.of(DunningLevel.after(3, "friendly"))));

        assertThat(shop.engine().run(RunRequest.all()).reminders()).isEqualTo(2);
        assertThat(documents("ada")).extracting(Document::type).contains(DocumentType.DUNNING_NOTICE);
    }

    @Test
    void a_ladder_taken_away_wakes_nobody_up_to_be_reminded() {
        shop.with(settings -> settings.withDunning(DunningPolicy.of(DunningLevel.after(3, "friendly"))));
        subscribes("ada");
        shop.on("2025-04-25").with(settings -> settings.withDunning(DunningPolicy.none()));

        assertThat(shop.engine().run(RunRequest.all()).reminders()).isZero();
    }

    @Test
    void a_thousand_and_more_accounts_are_woken() {
        AboEngine engine = shop.engine();
        for (int i = 0; i < 1003; i++) {
            String id = "c" + i;
            engine.accounts().open(customer(id).account());
            engine.subscriptions().subscribe(Command.Subscribe.to(id, "basic"));
        }
        shop.on("2025-04-25").with(settings -> settings.withDunning(DunningPolicy.of(DunningLevel.after(3, "late"))));

        assertThat(shop.engine().run(RunRequest.all()).reminders()).isEqualTo(1003);
    }

    @Test
    void a_node_with_older_settings_refuses_to_publish_over_newer_ones() {
        shop.engine();
        shop.with(settings -> settings.withPaymentTermDays(7)).engine();

        assertThatExceptionOfType(OutdatedRulesException.class)
                .isThrownBy(() ->
                        shop.with(settings -> settings.withPaymentTermDays(14)).engine())
                .withMessageContaining("version 1")
                .withMessageContaining("version 2")
                .withMessageContaining("bring this node up to date");
    }

    @Test
    void a_node_with_an_older_catalogue_refuses_to_publish_over_a_newer_one() {
        shop.engine();
        shop.instead(plan("basic", "EUR 11.00", MONTHLY)).engine();

        assertThatExceptionOfType(OutdatedRulesException.class)
                .isThrownBy(
                        () -> shop.instead(plan("basic", "EUR 10.00", MONTHLY)).engine());
    }
}
