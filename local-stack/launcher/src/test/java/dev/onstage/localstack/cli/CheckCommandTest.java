package dev.onstage.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CheckCommandTest {

    @Test
    void shouldSayWhichSettingsAreMissing() {
        Outcome outcome = run("check", "getstream", "--api-key", "", "--api-secret", "");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.said()).contains("STREAM_API_KEY").contains("STREAM_API_SECRET");
    }

    @Test
    void shouldKnowNothingElseToCheck() {
        Outcome outcome = run("check", "discord", "--api-key", "key", "--api-secret", "secret");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.said()).contains("check getstream");
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        Outcome outcome = run(
                "check", "getstream", "--api-key", "key", "--api-secret", "secret", "--base-url", "http://127.0.0.1:1");

        assertThat(outcome.code()).isEqualTo(8);
        assertThat(outcome.said()).contains("http://127.0.0.1:1").doesNotContain("secret");
    }

    private record Outcome(int code, String said) {}

    private static Outcome run(String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine onstage =
                Onstage.commandLine().setErr(new PrintWriter(said, true)).setOut(new PrintWriter(said, true));
        int code = onstage.execute(arguments);
        return new Outcome(code, said.toString());
    }
}
