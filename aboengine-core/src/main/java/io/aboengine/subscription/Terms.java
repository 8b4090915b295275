package io.aboengine.subscription;

import io.aboengine.calendar.BillingGrid;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.BillingMode;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.Price;
import io.aboengine.catalog.ProductId;
import io.aboengine.catalog.UsagePrice;
import io.aboengine.money.UnitPrice;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.tax.TaxCategory;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What one day of a contract runs on, pinned when it was agreed: later catalogues do not touch it.
 *
 * @param product what the customer gets on these days
 * @param catalogVersion the catalogue the plan was taken from; told, but not compared
 * @param planName as printed on documents
 * @param anchor a boundary of the billing periods
 * @param shiftDays by how many days the boundaries were moved because the contract rested
 * @param alignment who says where the boundaries lie; told, but not compared
 * @param billing when a period is billed
 * @param price for one whole interval, in the price basis of the settings
 * @param freeStart whether these are free days before the first ones that are paid for
 * @param overridden whether the price was agreed with this customer instead of the plan's
 * @param whole the days that the price pays for, where these are not those of the interval: a first period that costs as
 *     much as a whole one
 * @param discounts in the order in which they were granted
 * @param usage what is charged for use
 */
public record Terms(
        PlanId plan,
        ProductId product,
        int catalogVersion,
        String planName,
        String phase,
        BillingInterval interval,
        LocalDate anchor,
        int shiftDays,
        Alignment alignment,
        BillingMode billing,
        Price price,
        boolean freeStart,
        boolean overridden,
        BigDecimal quantity,
        Optional<TaxCategory> taxCategory,
        Optional<ServicePeriod> whole,
        List<Discount.Granted> discounts,
        List<UsagePrice> usage) {
    public Terms {
        quantity = normalised(quantity);
        discounts = List.copyOf(discounts);
        usage = List.copyOf(usage);
    }

    /** Terms at one price for a unit, on periods of the contract's own, billed in advance. */
    public static Terms of(
            PlanId plan,
            ProductId product,
            int catalogVersion,
            String planName,
            String phase,
            BillingInterval interval,
            LocalDate anchor,
            UnitPrice unitPrice,
            BigDecimal quantity,
            Optional<TaxCategory> taxCategory) {
        return new Terms(
                plan,
                product,
                catalogVersion,
                planName,
                phase,
                interval,
                anchor,
                0,
                Alignment.subscription(),
                BillingMode.IN_ADVANCE,
                Price.perUnit(unitPrice),
                false,
                false,
                quantity,
                taxCategory,
                Optional.empty(),
                List.of(),
                List.of());
    }

    private static BigDecimal normalised(BigDecimal quantity) {
        BigDecimal stripped = quantity.stripTrailingZeros();
        BigDecimal plain = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        if (plain.signum() <= 0 || plain.scale() > 6 || plain.precision() - plain.scale() > 9) {
            throw new InvalidRequestException(
                    "quantity",
                    quantity.toPlainString(),
                    "must be above zero, below a thousand million, with at most six decimals");
        }
        return plain;
    }

    public BillingGrid grid() {
        return new BillingGrid(anchor, interval, shiftDays);
    }

    /** Whether there is no recurring price, but a price of use: no line is made for the days then. */
    public boolean chargesUseOnly() {
        return price.isFree() && !usage.isEmpty();
    }

    public boolean inArrears() {
        return billing == BillingMode.IN_ARREARS;
    }

    /** What one unit costs for a whole interval; the average where it depends on the quantity. */
    public UnitPrice unitPrice() {
        return price.unitPriceAt(quantity);
    }

    public Terms withQuantity(BigDecimal quantity) {
        return copy(product, interval, anchor, shiftDays, price, overridden, quantity, whole, discounts);
    }

    /** Another price, agreed with this customer; a first period that is not charged stays so. */
    public Terms withPrice(Price price) {
        return isFreeStub()
                ? this
                : copy(product, interval, anchor, shiftDays, price, true, quantity, whole, discounts);
    }

    public Terms withProduct(ProductId product) {
        return copy(product, interval, anchor, shiftDays, price, overridden, quantity, whole, discounts);
    }

    /** Boundaries counted from another day. */
    public Terms anchoredAt(LocalDate anchor, int shiftDays) {
        return copy(product, interval, anchor, shiftDays, price, overridden, quantity, Optional.empty(), discounts);
    }

    /** Every boundary so many days later. */
    public Terms shifted(int days) {
        Optional<ServicePeriod> moved = whole.map(
                w -> new ServicePeriod(w.start().plusDays(days), w.end().plusDays(days)));
        return copy(product, interval, anchor, shiftDays + days, price, overridden, quantity, moved, discounts);
    }

    public Terms withDiscount(Discount.Granted discount) {
        List<Discount.Granted> all = new ArrayList<>(discounts);
        all.add(discount);
        return copy(product, interval, anchor, shiftDays, price, overridden, quantity, whole, all);
    }

    /** These terms on days that had other ones: their discounts stay, and so does a stub that is billed in full or free. */
    Terms inPlaceOf(Terms other) {
        List<Discount.Granted> fitting =
                other.discounts.stream().filter(d -> d.fits(plan, product)).toList();
        return grid().equals(other.grid())
                ? asStub(other.isFreeStub() ? other.price : price, other.whole, fitting)
                : asStub(price, whole, fitting);
    }

    /** Whether these are days of a first period that is not charged at all. */
    public boolean isFreeStub() {
        return whole.isPresent() && price.isFree();
    }

    /** Whether another agreement brought these terms, and not the course of the plan those earlier ones belong to. */
    boolean agreedAfter(Terms earlier) {
        boolean otherPrice =
                phase.equals(earlier.phase) && overridden && !price.key().equals(earlier.price.key());
        return !plan.equals(earlier.plan) || quantity.compareTo(earlier.quantity) != 0 || otherPrice;
    }

    /** The same plan and phase as a later catalogue has them. */
    public Terms repriced(int catalogVersion, String planName, Price price, List<UsagePrice> usage) {
        return new Terms(
                plan,
                product,
                catalogVersion,
                planName,
                phase,
                interval,
                anchor,
                shiftDays,
                alignment,
                billing,
                isFreeStub() ? this.price : price,
                freeStart,
                overridden,
                quantity,
                taxCategory,
                whole,
                discounts,
                usage);
    }

    /** These terms for the days of a first period that is charged as a whole one, or not at all. */
    Terms asStub(Price price, Optional<ServicePeriod> whole, List<Discount.Granted> discounts) {
        return copy(product, interval, anchor, shiftDays, price, overridden, quantity, whole, discounts);
    }

    private Terms copy(
            ProductId product,
            BillingInterval interval,
            LocalDate anchor,
            int shiftDays,
            Price price,
            boolean overridden,
            BigDecimal quantity,
            Optional<ServicePeriod> whole,
            List<Discount.Granted> discounts) {
        return new Terms(
                plan,
                product,
                catalogVersion,
                planName,
                phase,
                interval,
                anchor,
                shiftDays,
                alignment,
                billing,
                price,
                freeStart,
                overridden,
                quantity,
                taxCategory,
                whole,
                discounts,
                usage);
    }

    /** What a day costs on these terms depends on this and on the billing period alone. */
    String priceKey() {
        return plan + "|" + phase + "|" + price.key() + " " + price.currency() + "|" + quantity.toPlainString() + "|"
                + taxCategory.map(TaxCategory::value).orElse("") + "|"
                + (discounts.isEmpty()
                        ? ""
                        : discounts.stream()
                                .map(d -> d.id() + "=" + d.reduction().text())
                                .collect(Collectors.joining(",")));
    }

    /**
     * Whatever makes two days of one billing period cost the same: days are billed on the same terms if and only if the
     * keys are equal. Days of different periods have different keys; how far a period was moved because the contract
     * rested does not matter.
     *
     * @param day one of the days
     */
    public String keyOn(LocalDate day) {
        return priceKey() + "|"
                + (whole.isPresent()
                        ? "stub " + unshifted(whole.get())
                        : interval + "@" + unshifted(grid().periodAt(day)));
    }

    private ServicePeriod unshifted(ServicePeriod period) {
        return new ServicePeriod(
                period.start().minusDays(shiftDays), period.end().minusDays(shiftDays));
    }

    /**
     * Whether two days are of one billing period, which a rest may have made longer: its days after the rest have
     * boundaries that come later.
     *
     * @param day of these terms
     * @param otherDay of the other ones
     */
    public boolean samePeriod(LocalDate day, Terms other, LocalDate otherDay) {
        return interval.equals(other.interval)
                && anchor.equals(other.anchor)
                && unshifted(grid().periodAt(day))
                        .equals(other.unshifted(other.grid().periodAt(otherDay)));
    }

    /** The days that the price pays for: those of the interval, or of a stub that costs as much. */
    public ServicePeriod periodAt(LocalDate day) {
        return whole.orElseGet(() -> grid().periodAt(day));
    }

    /** Whether nothing would be different if the other terms stood here. */
    boolean sameAs(Terms other) {
        return grid().equals(other.grid())
                && billing == other.billing
                && product.equals(other.product)
                && usage.equals(other.usage)
                && whole.equals(other.whole)
                && overridden == other.overridden
                && priceKey().equals(other.priceKey());
    }
}
