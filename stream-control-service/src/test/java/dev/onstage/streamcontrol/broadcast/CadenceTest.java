package dev.onstage.streamcontrol.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.streamcontrol.broadcast.BroadcastSnapshot.Upkeep;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CadenceTest {

    private final Cadence cadence = new Cadence(new SmallRyeConfigBuilder()
            .withMapping(BroadcastConfig.class)
            .withConverter(Duration.class, 1, new DurationConverter())
            .build()
            .getConfigMapping(BroadcastConfig.class)
            .reconciler());

    @ParameterizedTest
    @CsvSource({
        // what the channel does, seconds with webhooks, seconds without
        "READY, 300, 5",
        "STARTING, 5, 5",
        "LIVE, 20, 5",
        "LOST, 15, 5",
        "ENDING, 5, 5",
    })
    void shouldAskMoreOftenWhenNoWebhookCanTell(String doing, long withWebhooks, long polling) {
        Machine machine = doing(doing);
        BroadcastSnapshot snapshot = new BroadcastSnapshot(
                machine.broadcast, Machine.CHANNEL, new Upkeep(null, null, List.of(), null, null, null));

        assertThat(cadence.next(snapshot, false, machine.now)).isEqualTo(machine.now.plusSeconds(withWebhooks));
        assertThat(cadence.next(snapshot, true, machine.now)).isEqualTo(machine.now.plusSeconds(polling));
    }

    private static Machine doing(String what) {
        return switch (what) {
            case "READY" -> Machine.ready();
            case "STARTING" -> Machine.starting();
            case "LIVE" -> Machine.live();
            case "LOST" -> Machine.lost();
            case "ENDING" -> Machine.ending();
            default -> throw new IllegalArgumentException(what);
        };
    }
}
