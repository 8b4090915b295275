package io.aboengine.invoice;

/**
 * A reverse-charge document cannot be made or shown, because it has to name the VAT ids of both sides (section 14a (1) and
 * (5) UStG, article 226 nos. 3 and 4 of directive 2006/112/EC). What waits for the id is billed once it is there.
 */
public final class VatIdMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String document;
    private final Side side;

    /** Whose VAT id is missing. */
    public enum Side {
        SELLER,
        BUYER
    }

    public VatIdMissingException(DocumentId document, Side side) {
        super("Document %s is under reverse charge and needs the VAT id of the %s: %s"
                .formatted(
                        document,
                        side == Side.SELLER ? "seller" : "buyer",
                        side == Side.SELLER
                                ? "add it to the seller profile of the settings and publish them"
                                : "add it to the tax status of the account"));
        this.document = document.toString();
        this.side = side;
    }

    public String document() {
        return document;
    }

    public Side side() {
        return side;
    }
}
