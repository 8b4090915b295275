package io.aboengine.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MicrometerExampleTest {

    @Test
    void counts_what_the_run_did() throws Exception {
        assertThat(Printed.by(MicrometerExample::main))
                .contains(
                        "aboengine.accounts [tag(stage=collection)] 3",
                        "aboengine.gateway.call [tag(answer=declined), tag(gateway=sandbox), tag(operation=charge)] 1",
                        "aboengine.gateway.call [tag(answer=settled), tag(gateway=sandbox), tag(operation=charge)] 2",
                        "aboengine.money.minor [tag(currency=EUR), tag(stage=collection)] 1980",
                        "aboengine.run [] 1",
                        "well: true");
    }
}
