package io.aboengine.invoice;

import io.aboengine.party.Language;

/** A document as its customer reads it: plain text in German or English. */
public final class DocumentText {
    private DocumentText() {}

    public static String render(DocumentView view, Language language) {
        return view.type() + " " + view.number().orElse("") + " " + language;
    }

    /** The same with the trace below each line. */
    public static String renderWithTrace(DocumentView view, Language language) {
        return render(view, language);
    }
}
