package dev.onstage.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private ChildProcess orphan;

    @BeforeEach
    void startOrphan() {
        orphan = ChildProcess.start("orphan", List.of("sleep", "600"), Map.of(), folder.resolve("orphan.log"));
    }

    @AfterEach
    void stopOrphan() {
        orphan.stop();
    }

    @Test
    void shouldEndWhatTheRunFileLists() {
        List<String> ended = Orphans.end(run(orphan.mark()));

        assertThat(ended).containsExactly("orphan");
        assertThat(orphan.exitedWithin(PATIENCE)).isTrue();
    }

    @Test
    void shouldEndASuspendedOne() {
        orphan.suspend();

        assertThat(Orphans.end(run(orphan.mark()))).containsExactly("orphan");
        assertThat(orphan.exitedWithin(PATIENCE)).isTrue();
    }

    @Test
    void shouldSpareAProcessThatGotTheSamePidLater() {
        var somebodyElse = new ProcessMark("orphan", orphan.pid(), Instant.now().minusSeconds(3600));

        assertThat(Orphans.end(run(somebodyElse))).isEmpty();
        assertThat(orphan.isAlive()).isTrue();
    }

    @Test
    void shouldSurviveBeingWrittenDown() throws IOException {
        StateDirectory state = StateDirectory.open(folder.resolve("state"));

        run(orphan.mark()).write(state);

        RunFile read = RunFile.read(state).orElseThrow();
        assertThat(read.processes()).containsExactly(orphan.mark());
        assertThat(read.running())
                .extracting(RunFile.RunningProcess::name, RunFile.RunningProcess::alive)
                .containsExactly(tuple("supervisor", false), tuple("orphan", true));
        assertThat(Files.getPosixFilePermissions(state.runFile())).hasSize(2);
    }

    private static RunFile run(ProcessMark mark) {
        var supervisor = new ProcessMark("supervisor", 1, Instant.EPOCH);
        return new RunFile(
                supervisor,
                false,
                true,
                StackOptions.USUAL,
                "http://127.0.0.1:1",
                Instant.now(),
                Map.of(),
                List.of(mark));
    }
}
