package dev.onstage.webhookingest.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurablePlaceCheckTest {

    @ParameterizedTest(name = "Kafka {0}, PostgreSQL {1}, after {2} ms: {3}")
    @CsvSource({
        "true,  true,  0,     true",
        "true,  false, 0,     false",
        "false, true,  0,     false",
        "true,  false, 4999,  false",
        "false, true,  4999,  false",
        "true,  false, 5000,  true",
        "false, true,  5000,  true",
        "false, false, 5000,  false",
        "false, false, 60000, false",
    })
    void shouldWaitForBothPlacesForAMomentAndThenTakeOne(
            boolean inKafka, boolean inDatabase, long askedMillis, boolean enough) {
        assertThat(DurablePlaceCheck.hasPlace(inKafka, inDatabase, Duration.ofMillis(askedMillis)))
                .isEqualTo(enough);
    }
}
