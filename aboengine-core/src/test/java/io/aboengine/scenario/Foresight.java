package io.aboengine.scenario;

import io.aboengine.account.Preview;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.Line;
import java.util.List;
import java.util.Optional;

/** What previews said, and how it is compared with what came. */
final class Foresight {
    private final List<String> sheets;

    private Foresight(List<String> sheets) {
        this.sheets = sheets;
    }

    static Foresight of(List<Preview.Sheet> sheets) {
        return new Foresight(
                sheets.stream().map(s -> written(s.document(), s.lines())).toList());
    }

    List<String> sheets() {
        return sheets;
    }

    /** A document with everything on it but its own names. */
    static String written(Document document, List<Line> lines) {
        return document.type() + " planned " + document.plannedOn() + " issued "
                + document.issuedOn().map(Object::toString).orElse("-") + " due "
                + document.dueOn().map(Object::toString).orElse("-") + " " + document.gross() + ", asking for "
                + document.amountDue() + " "
                + document.taxes().stream().map(Wording::of).toList() + " "
                + lines.stream().map(Wording::of).toList()
                + corrects(document.corrects().map(Object::toString));
    }

    private static String corrects(Optional<String> document) {
        return document.map(id -> " corrects " + id).orElse("");
    }
}
