package io.aboengine.spi.payment;

/**
 * Moves money at one payment provider.
 *
 * <p>Each rule below has a method in {@code PaymentGatewayContract}, which is published with this module's tests; extend
 * it to prove an adapter. Rules that need a capability are skipped for a gateway that does not declare it.
 *
 * <ul>
 *   <li><b>G1</b> The same key with the same request moves money at most once and gives the same kind of result. Only
 *       an {@code Unknown} or {@code Pending} may have become something definite since. (As long as
 *       {@link GatewayCapabilities#repeatableFor} says.) It is the same request though token and return link are others:
 *       the customer may have left, or stored another card meanwhile. A gateway whose provider refuses a key with
 *       anything changed sends what it sent first, or asks what became of it.
 *   <li><b>G2</b> A decline is {@link ChargeResult.Declined}, never an exception, and moves no money.
 *   <li><b>G3</b> A time-out or a lost answer is {@link ChargeResult.Unknown}, never {@code Declined} and never an
 *       exception: the money may have moved.
 *   <li><b>G4</b> {@link #lookup} moves nothing, may be asked any number of times, and tells what became of a key, also
 *       when the first answer was lost. A key that was never used is {@code NotFound}.
 *   <li><b>G5</b> The amount is taken exactly, to the minor unit and in its currency, or not at all.
 *   <li><b>G6</b> A key used before with another account, amount or method is refused with
 *       {@link io.aboengine.spi.InvalidRequestException} and moves nothing.
 *   <li><b>G7</b> A refund never gives back more than was captured and not yet given back; the excess is
 *       {@link RefundResult.Refused} as a whole. The same refund key gives back once.
 *   <li><b>G8</b> Any number of threads may call at once; the same key from several of them moves money once.
 *   <li><b>G9</b> No token, account number or return link stands in a result's, request's or exception's text.
 *   <li><b>G10</b> {@link #id} and {@link #capabilities} never change, call no provider, and a method that is not among
 *       the capabilities is refused with {@code InvalidRequestException} and moves nothing.
 * </ul>
 *
 * <p>An exception other than those named means a bug or a broken set-up (a missing credential). As it does not say
 * whether money moved, callers treat it as {@code Unknown}.
 *
 * <p>The engine finds gateways registered on its builder, and with {@link java.util.ServiceLoader} those that are
 * provided as a {@code PaymentGateway}; the module that loads them declares the {@code uses}, this one does not.
 */
public interface PaymentGateway {
    /**
     * The gateway's name in stored charges and notices: 1 to 255 characters of printable ASCII, the same for ever,
     * different from any other gateway's. {@code "acme-live-eu"}
     */
    String id();

    GatewayCapabilities capabilities();

    /**
     * Takes {@code request.amount()} from the customer, or says why not. May block on the network; the caller holds no
     * lock and no transaction meanwhile. The gateway sets its own time-out and answers {@code Unknown} after it.
     */
    ChargeResult charge(ChargeRequest request);

    /**
     * Gives back a part or all of a settled charge. A gateway without refunds in its capabilities refuses with
     * {@link RefundResult.Refused}.
     */
    RefundResult refund(RefundRequest request);

    /** What became of an earlier charge. The default is for providers that cannot be asked. */
    default LookupResult lookup(IdempotencyKey key) {
        return new LookupResult.CannotTell("Gateway " + id() + " cannot look up charges");
    }
}
