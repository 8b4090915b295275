package io.aboengine.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckoutExampleTest {

    /** Each way to fail leaves what its heading says; numbers ascend without a gap. */
    @Test
    void each_call_goes_well_once_and_fails_once() throws Exception {
        String printed = Printed.by(CheckoutExample::main);

        assertThat(printed).isEqualTo("""

                        1. All goes well: ada pays by card
                          first call   the credit agency says APPROVED
                          second call  order 1 and contract ada/2 are committed together
                                       the invoice is a draft without a number: the series is not held up
                          third call   Paid, EUR 29.90
                                       the invoice is RE-2025-000001
                          access       granted, RUNNING

                        2. The credit agency does not answer: bert wants to pay by transfer
                          first call   the credit agency says UNAVAILABLE
                          second call  contract bert/2 is concluded all the same: a check never refuses one
                          third call   nothing to collect; the invoice is RE-2025-000002
                          access       not granted, AWAITING_PAYMENT: the shop's policy without an answer
                          later        bert's transfer of EUR 29.90 arrives
                          access       granted, RUNNING

                        3. The shop rolls back: cleo's voucher is used up
                          first call   the credit agency says APPROVED
                          second call  the shop's own insert fails, its transaction is rolled back
                                       contracts of cleo: 0, documents: 0, orders: 0
                          again        without the voucher, under the same key: contract cleo/2
                          third call   Paid, EUR 29.90
                                       the invoice is RE-2025-000003: no number was lost

                        4. The third call is lost: the shop dies after dora's order was committed
                          first call   the credit agency says APPROVED
                          second call  order 4 and contract dora/2 are committed
                          third call   never happens; the invoice stays a draft without a number
                          at night     the run for everybody: Paid, EUR 29.90
                                       the invoice is RE-2025-000004

                        5. The bank wants to see the customer: emil must confirm
                          first call   the credit agency says APPROVED
                          second call  order 5 and contract emil/2 are committed
                          third call   ActionRequired, send the customer to
                                       https://sandbox.invalid/authenticate/sandbox-charge-4
                          later        emil confirms there and comes back with the token of a confirmed card
                          third call   Paid, EUR 29.90
                                       the invoice is RE-2025-000005
                        """);
    }
}
