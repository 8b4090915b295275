package io.aboengine.tax;

/** The rules of {@link TaxRules#standard()}. */
final class StandardTaxRules {
    private StandardTaxRules() {}

    static TaxDecision decide(TaxQuestion question, TaxTable rates) {
        if (question.category().isEmpty()) {
            return TaxDecision.without(TaxTreatment.UNTAXED);
        }
        if (question.buyer().exempt()) {
            return TaxDecision.without(TaxTreatment.EXEMPT);
        }
        if (recipientOwes(question)) {
            return TaxDecision.without(TaxTreatment.REVERSE_CHARGE);
        }
        if (!rates.covers(question.buyerCountry(), question.suppliedOn()) && isAbroadForBusiness(question)) {
            return TaxDecision.without(TaxTreatment.OUTSIDE_SCOPE);
        }
        return TaxDecision.taxed(
                rates.rate(question.category().orElseThrow(), question.buyerCountry(), question.suppliedOn()));
    }

    private static boolean recipientOwes(TaxQuestion question) {
        return MemberStates.include(question.sellerCountry(), question.suppliedOn())
                && question.buyer()
                        .vatId()
                        .map(VatId::country)
                        .filter(country -> !country.equals(question.sellerCountry()))
                        .filter(country -> MemberStates.include(country, question.suppliedOn()))
                        .isPresent();
    }

    private static boolean isAbroadForBusiness(TaxQuestion question) {
        return question.buyer().business()
                && !question.buyerCountry().equals(question.sellerCountry())
                && !MemberStates.include(question.buyerCountry(), question.suppliedOn());
    }
}
