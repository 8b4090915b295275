package io.aboengine.spi.credit;

/**
 * Judges whether a customer may pay later. Asked before a subscription or an upgrade that gives credit, outside any
 * transaction; the caller keeps the decision and how long it holds.
 *
 * <p>Each rule has a method in {@code CreditCheckContract}, published with this module's tests.
 *
 * <ul>
 *   <li><b>C1</b> A bad score, a person not found and a refusal are decisions, never exceptions.
 *   <li><b>C2</b> A time-out, a lost answer or an agency out of order is {@link CreditDecision.Unavailable}: no exception,
 *       and above all neither a refusal nor an approval. What then happens is the shop's policy.
 *   <li><b>C3</b> The same key with the same request gives an equal decision and is a repetition, not a second
 *       enquiry; only {@code Unavailable} may have become something else since.
 *   <li><b>C4</b> A key used before with another request is refused with
 *       {@link io.aboengine.spi.InvalidRequestException}.
 *   <li><b>C5</b> No name or address stands in the text of a decision, request or exception.
 *   <li><b>C6</b> Any number of threads may call at once; the same key from several of them is one enquiry.
 *   <li><b>C7</b> {@link #id} never changes and calls nobody.
 * </ul>
 *
 * <p>An exception other than those named means a bug or a broken set-up.
 */
public interface CreditCheckProvider {
    /** The provider's name in stored decisions: 1 to 255 characters of printable ASCII, the same for ever. */
    String id();

    /** Judges; may block on the network up to the provider's own time-out. */
    CreditDecision check(CreditCheckRequest request);
}
