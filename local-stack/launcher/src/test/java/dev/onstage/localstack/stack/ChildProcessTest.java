package dev.onstage.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void shouldTellHowAChildEndedAndWhatItSaidLast() {
        ChildProcess child = start("echo before; echo 'the reason' >&2; exit 3");

        assertThat(child.exitedWithin(PATIENCE)).isTrue();
        assertThat(child.epitaph())
                .contains("worker ended by itself (exit code 3)")
                .contains("the reason")
                .contains(folder.resolve("worker.log").toString());
    }

    @Test
    void shouldTellThatSomebodyElseAskedAChildToEnd() {
        ChildProcess child = start("kill -TERM $$");

        assertThat(child.exitedWithin(PATIENCE)).isTrue();
        assertThat(child.epitaph()).contains("worker ended by itself (SIGTERM from elsewhere, exit code 143)");
    }

    @Test
    void shouldStopASuspendedChild() {
        ChildProcess child = start("sleep 600");
        child.suspend();

        assertThat(child.stop(PATIENCE)).isTrue();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void shouldTellThatAChildHadToBeKilled() {
        ChildProcess child = start("trap '' TERM; echo armed; while true; do sleep 1; done");
        await().atMost(PATIENCE).until(() -> child.lastLogLines(1).contains("armed"));

        assertThat(child.stop(Duration.ofMillis(1))).isFalse();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void shouldKillAChildThatIgnoresTheRequestToEnd() {
        ChildProcess child = start("trap '' TERM; while true; do sleep 1; done");

        child.kill();

        assertThat(child.isAlive()).isFalse();
        assertThat(child.endExpected()).isTrue();
    }

    private ChildProcess start(String script) {
        return ChildProcess.start("worker", List.of("/bin/sh", "-c", script), Map.of(), folder.resolve("worker.log"));
    }
}
