package io.aboengine;

import io.aboengine.account.Command;
import io.aboengine.account.Permission;
import io.aboengine.invoice.DocumentId;
import io.aboengine.party.AccountId;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import java.util.List;
import java.util.Optional;

/** Contracts. A command that the state or the actor's rights do not allow is refused and changes nothing. */
public interface Subscriptions {

    /** What a command did: the contract and the documents made for it, drafts included. */
    record Done(SubscriptionId subscription, List<DocumentId> documents) {
        public Done {
            documents = List.copyOf(documents);
        }
    }

    Done subscribe(Command.Subscribe command);

    Done changePlan(Command.ChangePlan command);

    Done cancel(Command.Cancel command);

    /** Whether this session's actor may give the command now, and why not; for a page that shows or hides a button. */
    Permission permits(Command command);

    Optional<Subscription> find(SubscriptionId id);

    /** All contracts of the account, ended ones included, with their whole timelines. */
    List<Subscription> list(AccountId account);
}
