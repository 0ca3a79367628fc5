package dev.onstage.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliveryWorkerTest {

    private static final Duration LONGEST_CALL = Duration.ofSeconds(17);

    @Test
    void shouldRefuseALeaseThatEndsBeforeACallMay() {
        for (Duration lease : new Duration[] {Duration.ZERO, Duration.ofSeconds(5), LONGEST_CALL}) {
            assertThatThrownBy(() -> DeliveryWorker.requireLongerLease(lease, "discord", LONGEST_CALL))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("onstage.delivery.lease is " + lease)
                    .hasMessageContaining("more than PT17S")
                    .hasMessageContaining("discord");
        }
        assertThatCode(() -> DeliveryWorker.requireLongerLease(LONGEST_CALL.plusMillis(1), "discord", LONGEST_CALL))
                .doesNotThrowAnyException();
    }
}
