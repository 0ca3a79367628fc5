package dev.onstage.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.topology.Port;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AskedOptionsTest {

    private static final String URL = "http://127.0.0.1:8080";
    private static final StackOptions USUAL = new StackOptions(false, false, false, 0);

    @Test
    void shouldBeMetByAnyStackIfNothingWasAsked() {
        var nothing = new AskedOptions(Map.of(), Optional.empty(), Optional.empty(), false, false, false, false);

        assertThat(nothing.notMetBy(running(USUAL, true))).isEmpty();
        assertThat(nothing.notMetBy(running(new StackOptions(true, true, true, 2), false)))
                .isEmpty();
    }

    @Test
    void shouldBeMetByAStackThatIsAsAsked() {
        assertThat(everything().notMetBy(running(new StackOptions(true, true, true, 1), false)))
                .containsExactly("its public address is " + URL, "its port of gateway is 8080");
        assertThat(new AskedOptions(
                                Map.of(Port.GATEWAY, 8080),
                                Optional.of(URL),
                                Optional.of(0),
                                false,
                                false,
                                false,
                                false)
                        .notMetBy(running(USUAL, true)))
                .isEmpty();
    }

    @Test
    void shouldNameEachOptionThatTheStackRunsWithout() {
        assertThat(everything().notMetBy(running(USUAL, true)))
                .containsExactly(
                        "it runs without --secure",
                        "it runs without --traces",
                        "it runs without --real-discord",
                        "it uses the simulator and not GetStream itself",
                        "it runs with --proxies 0",
                        "its public address is " + URL,
                        "its port of gateway is 8080");
    }

    private static AskedOptions everything() {
        return new AskedOptions(
                Map.of(Port.GATEWAY, 9000, Port.KAFKA, 9092),
                Optional.of("https://live.example"),
                Optional.of(1),
                true,
                true,
                true,
                true);
    }

    private static RunFile running(StackOptions options, boolean simulated) {
        return new RunFile(
                new ProcessMark("supervisor", 1, Instant.EPOCH),
                true,
                simulated,
                options,
                URL,
                Instant.EPOCH,
                Map.of(Port.GATEWAY.label(), 8080, Port.KAFKA.label(), 9092),
                List.of());
    }
}
