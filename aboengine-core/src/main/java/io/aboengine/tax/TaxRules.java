package io.aboengine.tax;

/**
 * Decides how a charge is taxed. A port: a shop with cases of its own (margin schemes, vouchers, territories with rules of
 * their own) plugs in its rules and leaves the rest to {@link #standard()}.
 *
 * <p>An implementation is pure: the same question with the same rates has the same answer on every day and every machine,
 * without asking anybody. It is called while an account is locked, from several threads at once.
 */
@FunctionalInterface
public interface TaxRules {

    /**
     * @param rates the rates of the settings in force
     * @throws TaxRateMissingException if the charge is taxed and no row says at what rate; it is billed once there is one
     */
    TaxDecision decide(TaxQuestion question, TaxTable rates);

    /**
     * The rules for services of a seller to whom the law of the Union applies. The first that fits:
     *
     * <ol>
     *   <li>no tax category: UNTAXED
     *   <li>an exempt buyer: EXEMPT
     *   <li>a seller in a member state and a business with the VAT id of another one: REVERSE_CHARGE (articles 44 and 196
     *       of directive 2006/112/EC)
     *   <li>a country for which the table has a rate that day: TAXED, at the rate of the category by the date of supply;
     *       rows for other countries say that the shop is registered there or uses the one-stop shop (section 3a (5) and
     *       18j UStG)
     *   <li>a business in a third country that is not the seller's own: OUTSIDE_SCOPE (article 44)
     *   <li>else a rate is missing
     * </ol>
     *
     * <p>Membership counts on the date of supply. Goods, consumers in third countries and territories with rules of their own
     * (article 6 of the directive) are not treated specially.
     */
    static TaxRules standard() {
        return StandardTaxRules::decide;
    }
}
