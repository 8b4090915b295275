package io.aboengine;

import io.aboengine.account.Command;
import io.aboengine.account.Permission;
import io.aboengine.account.Preview;
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

    /** Withdraws the change that was agreed and has not begun. */
    Done withdrawChange(SubscriptionId subscription);

    /** Takes back a cancellation whose day has not come. */
    Done revokeCancellation(SubscriptionId subscription);

    /** Withdraws from a contract within 14 days of its conclusion (section 355 BGB), as consumers may. */
    Done withdraw(Command.Withdraw command);

    Done pause(Command.Pause command);

    Done resume(Command.Resume command);

    Done skip(Command.Skip command);

    /** Notes what was used; told again it changes nothing. */
    Done recordUsage(Command.RecordUsage command);

    /**
     * What a command would lead to, if this session's actor gave it now: the same as giving it, without the write. Whether a
     * discount that may be granted so often only is used up is found out when it is granted.
     *
     * @throws io.aboengine.account.CommandRefusedException as giving it would
     */
    Preview preview(Command command);

    /** The confirmation of the latest cancellation or withdrawal, if the contract was ended by one. */
    Optional<CancellationReceipt> receipt(SubscriptionId id);

    /** Whether this session's actor may give the command now, and why not; for a page that shows or hides a button. */
    Permission permits(Command command);

    Optional<Subscription> find(SubscriptionId id);

    /** Up to {@code limit} contracts of the account with ordinals above {@code afterOrdinal}, with their whole timelines. */
    List<Subscription> list(AccountId account, long afterOrdinal, int limit);

    /** All contracts of the account, ended ones included, with their whole timelines. */
    List<Subscription> list(AccountId account);
}
