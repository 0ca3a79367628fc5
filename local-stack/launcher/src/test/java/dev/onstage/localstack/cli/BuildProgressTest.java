package dev.onstage.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a person sees of a build that takes minutes. */
class BuildProgressTest {
    private static final String MAVEN = """
            [INFO] Scanning for projects...
            [INFO] Reactor Build Order:
            [INFO] Onstage notifier                                                   [jar]
            [INFO] --------------------< dev.onstage:event-contracts >---------------------
            [INFO] Building Onstage event contracts 1.0.0-SNAPSHOT                   [2/12]
            [INFO] Building jar: /somewhere/event-contracts.jar
            [WARNING] Building something [3/12] strange
            [INFO] Building Onstage notifier 1.0.0-SNAPSHOT                         [11/12]
            [INFO] BUILD SUCCESS
            """;

    @Test
    void shouldTellOneLinePerModuleWhereNobodyWatches() throws IOException, InterruptedException {
        assertThat(progress("lines", MAVEN).lines().map(line -> line.replaceFirst("\\d+:\\d\\d", "0:00")))
                .containsExactly(
                        "  0:00 module 2 of 12: Onstage event contracts", "  0:00 module 11 of 12: Onstage notifier");
    }

    @Test
    void shouldMoveOneLineAlongInATerminal() throws IOException, InterruptedException {
        String shown = progress("terminal", MAVEN);

        assertThat(shown)
                .contains("\r\u001B[K  module 2 of 12: Onstage event contracts, ")
                .contains("\r\u001B[K  module 11 of 12: Onstage notifier, ")
                .as("nothing is left of it at the end")
                .endsWith("\r\u001B[K")
                .doesNotContain("\n");
    }

    @Test
    void shouldReadTheLastLineWithoutItsEnd() throws IOException, InterruptedException {
        assertThat(progress("lines", "[INFO] Building Onstage 1.0.0-SNAPSHOT [1/12]"))
                .contains("module 1 of 12: Onstage");
    }

    @Test
    void shouldSayNothingOfABuildThatDoesNotBegin() throws IOException, InterruptedException {
        assertThat(progress("lines", "[ERROR] Non-parseable POM\n")).isEmpty();
    }

    private static String progress(String mode, String maven) throws IOException, InterruptedException {
        Process script = new ProcessBuilder(
                        "bash", Path.of("src/main/bash/build-progress.sh").toString(), mode)
                .redirectErrorStream(true)
                .start();
        try (var input = script.getOutputStream()) {
            input.write(maven.getBytes(StandardCharsets.UTF_8));
        }
        String shown = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).as(shown).isZero();
        return shown;
    }
}
