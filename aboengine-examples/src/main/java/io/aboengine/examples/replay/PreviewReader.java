package io.aboengine.examples.replay;

import io.aboengine.AboEngine;
import io.aboengine.account.Preview;
import io.aboengine.examples.replay.Result.PreviewRow;
import io.aboengine.examples.replay.Result.PreviewedDocument;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Prints what the engine says would happen, in the names that hold at that moment. */
final class PreviewReader {
    private final Names names;
    private final Currency currency;

    private PreviewReader(Names names, Currency currency) {
        this.names = names;
        this.currency = currency;
    }

    static PreviewReader of(AboEngine engine, AccountId account) {
        Names names = new Names();
        names.add(
                Names.counted(engine.documents().list(account)),
                engine.subscriptions().list(account));
        return new PreviewReader(
                names, engine.accounts().find(account).orElseThrow().currency());
    }

    /** Of a command. */
    PreviewRow read(Story.Step step, Preview preview) {
        return new PreviewRow(
                step.number(),
                step.on().toString(),
                printed(preview.now()),
                due(preview.now()),
                preview.endOn().map(LocalDate::toString),
                preview.nextOn().map(LocalDate::toString),
                printed(preview.next()));
    }

    /** Of what is billed until a day. */
    PreviewRow read(Story.Step step, List<Preview.Sheet> sheets) {
        return new PreviewRow(
                step.number(),
                step.on().toString(),
                printed(sheets),
                due(sheets),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** Of what is billed next. */
    PreviewRow next(Story.Step step, Preview preview) {
        return read(step, preview.next());
    }

    private String due(List<Preview.Sheet> sheets) {
        return Money.sum(
                        currency,
                        sheets.stream().map(s -> s.document().amountDue()).toList())
                .toPlainString();
    }

    private List<PreviewedDocument> printed(List<Preview.Sheet> sheets) {
        return sheets.stream()
                .map(sheet -> Printing.of(
                        names,
                        sheet.document(),
                        sheet.lines(),
                        sheet.document().paymentState().name()))
                .toList();
    }
}
