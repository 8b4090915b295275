package io.aboengine.tax;

/**
 * How a supply is treated. Only {@link #TAXED} bears tax. Where the others meet prices that contain tax ({@link
 * PriceBasis#GROSS}), the gross stays the amount the customer pays and all of it is net: an agreed price does not fall
 * because its buyer owes the tax or none is owed. A shop that wants it to fall has a plan with another price.
 */
public enum TaxTreatment {
    /** At a rate, which may be zero percent. */
    TAXED,
    /**
     * The recipient owes the tax, the document shows none (section 13b UStG for supplies received in Germany, article 196
     * of directive 2006/112/EC for services to businesses in other member states).
     */
    REVERSE_CHARGE,
    /** The buyer's exemption, which the document mentions (section 14 (4) no. 8 UStG). */
    EXEMPT,
    /** Supplied where the buyer is, in a third country (section 3a (2) UStG, article 44 of directive 2006/112/EC). */
    OUTSIDE_SCOPE,
    /** A product without a tax category: nothing is said about tax. */
    UNTAXED
}
