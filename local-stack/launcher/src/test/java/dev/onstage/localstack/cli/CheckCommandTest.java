package dev.onstage.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CheckCommandTest {

    private static final Map<String, String> SECRET = Map.of("STREAM_API_SECRET", "classified");

    @Test
    void shouldSayWhichSettingsAreMissing() {
        for (Outcome outcome : new Outcome[] {
            run(SECRET, "check", "getstream", "--api-key", ""), run(Map.of(), "check", "getstream", "--api-key", "key")
        }) {
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.said()).contains("STREAM_API_KEY").contains("STREAM_API_SECRET");
        }
    }

    @Test
    void shouldTakeNoSecretOnTheCommandLineThatOthersSee() {
        Outcome outcome = run(Map.of(), "check", "getstream", "--api-key", "key", "--api-secret", "classified");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.said()).contains("--api-secret");
    }

    @Test
    void shouldKnowNothingElseToCheck() {
        Outcome outcome = run(SECRET, "check", "discord", "--api-key", "key");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.said()).contains("check getstream");
    }

    @Test
    void shouldSayHowItIsCalledAndThatNobodyAnswers() {
        Outcome outcome = run(SECRET, "check", "getstream", "--api-key", "key", "--base-url", "http://127.0.0.1:1");

        assertThat(outcome.code()).isEqualTo(8);
        assertThat(outcome.said())
                .contains("http://127.0.0.1:1")
                .containsPattern("check getstream --remove onstage_check_[0-9a-f]{8}\\R")
                .doesNotContain("classified");
    }

    @Test
    void shouldRemoveNothingThatNoCheckMade() {
        Outcome outcome = run(
                SECRET,
                "check",
                "getstream",
                "--api-key",
                "key",
                "--base-url",
                "http://127.0.0.1:1",
                "--remove",
                "livestream");

        assertThat(outcome.code()).isEqualTo(10);
        assertThat(outcome.said()).contains("livestream is not the name of a check");
    }

    private record Outcome(int code, String said) {}

    private static Outcome run(Map<String, String> environment, String... arguments) {
        StringWriter said = new StringWriter();
        // Buffered, and flushed by nobody but the command itself.
        Writer out = new BufferedWriter(said);
        CommandLine onstage =
                Onstage.commandLine().setErr(new PrintWriter(said, true)).setOut(new PrintWriter(out));
        CheckCommand check =
                Objects.requireNonNull(onstage.getSubcommands().get("check")).getCommand();
        check.environment(environment);
        int code = onstage.execute(arguments);
        return new Outcome(code, said.toString());
    }
}
