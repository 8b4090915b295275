package io.aboengine.scenario;

import io.aboengine.Desks;
import io.aboengine.account.Command;
import io.aboengine.invoice.DocumentId;
import java.util.List;
import java.util.Set;

/** Which desk a command is given at. */
final class Doors {
    private Doors() {}

    /** Returns the documents the desk answers with. */
    static List<DocumentId> give(Desks desks, Command command) {
        if (command instanceof Command.OfContract contract) {
            return contract(desks, contract);
        }
        if (command instanceof Command.OfDocument document) {
            return document(desks, document);
        }
        if (command instanceof Command.Subscribe subscribe) {
            return desks.subscriptions().subscribe(subscribe).documents();
        }
        if (command instanceof Command.Charge charge) {
            return desks.documents().charge(charge);
        }
        if (command instanceof Command.BillNow billNow) {
            return desks.documents().billNow(billNow.account());
        }
        account(desks, command);
        return List.of();
    }

    private static List<DocumentId> contract(Desks desks, Command.OfContract command) {
        if (command instanceof Command.ChangePlan change) {
            return desks.subscriptions().changePlan(change).documents();
        }
        if (command instanceof Command.WithdrawChange withdraw) {
            return desks.subscriptions().withdrawChange(withdraw.subscription()).documents();
        }
        if (command instanceof Command.Cancel cancel) {
            return desks.subscriptions().cancel(cancel).documents();
        }
        if (command instanceof Command.RevokeCancellation revoke) {
            return desks.subscriptions()
                    .revokeCancellation(revoke.subscription())
                    .documents();
        }
        if (command instanceof Command.Withdraw withdraw) {
            return desks.subscriptions().withdraw(withdraw).documents();
        }
        if (command instanceof Command.Pause pause) {
            return desks.subscriptions().pause(pause).documents();
        }
        if (command instanceof Command.Resume resume) {
            return desks.subscriptions().resume(resume).documents();
        }
        if (command instanceof Command.Skip skip) {
            return desks.subscriptions().skip(skip).documents();
        }
        if (command instanceof Command.RecordUsage usage) {
            return desks.subscriptions().recordUsage(usage).documents();
        }
        throw new IllegalStateException("No desk takes " + command);
    }

    private static List<DocumentId> document(Desks desks, Command.OfDocument command) {
        if (command instanceof Command.CreditNote note) {
            return desks.documents().credit(note);
        }
        if (command instanceof Command.CancelDocument cancel) {
            return desks.documents().cancel(cancel);
        }
        if (command instanceof Command.Refund refund) {
            return desks.payments().refund(refund.document(), refund.amount());
        }
        if (command instanceof Command.WriteOff writeOff) {
            desks.payments().writeOff(writeOff.document(), writeOff.amount());
        } else if (command instanceof Command.SettleDraft draft && draft.discard()) {
            desks.documents().discardDraft(draft.document());
        } else if (command instanceof Command.SettleDraft draft) {
            desks.documents().finalizeDraft(draft.document());
        } else {
            throw new IllegalStateException("No desk takes " + command);
        }
        return List.of();
    }

    private static void account(Desks desks, Command command) {
        if (command instanceof Command.ReceivePayment payment) {
            payment.document()
                    .ifPresentOrElse(
                            document -> desks.payments().receive(document, payment.amount()),
                            () -> desks.payments().receive(payment.account(), payment.amount()));
        } else if (command instanceof Command.GrantCredit credit) {
            desks.accounts().grantCredit(credit.account(), credit.amount(), credit.description());
        } else if (command instanceof Command.ChangePaymentMethod change) {
            desks.accounts().changePaymentMethod(change.account(), change.method());
        } else if (command instanceof Command.SetBillingDay billingDay) {
            desks.accounts().changeBillingDay(billingDay.account(), billingDay.day());
        } else if (command instanceof Command.GrantDiscount grant) {
            desks.accounts().grantDiscount(grant.account(), grant.discount());
        } else if (command instanceof Command.SetHolds holds) {
            desks.accounts().hold(holds.account(), Set.copyOf(holds.holds()));
        } else {
            throw new IllegalStateException("No desk takes " + command);
        }
    }
}
