package dev.onstage.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UpCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "--detach"})
    void shouldRefuseAPublicUrlWithAPathBeforeAnythingIsStarted(String more) {
        // Given
        var said = new StringWriter();
        CommandLine command = Onstage.commandLine().setErr(new PrintWriter(said, true));
        String[] arguments = ("up --public-url https://tunnel.example/onstage " + more)
                .strip()
                .split(" ");

        // When
        int code = command.execute(arguments);

        // Then
        assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(said.toString())
                .contains("--public-url (or ONSTAGE_PUBLIC_URL) cannot be used: it has a path")
                .contains("Write https://tunnel.example instead.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up --port-base 65530 | --port-base is 1 to",
                "up --port-base 0 | --port-base is 1 to",
                "up --port-base -5 | --port-base is 1 to",
                "up --port gateway=70000 | The port of gateway is 1 to 65535.",
                "up --port kafka=0 | The port of kafka is 1 to 65535.",
                "logs --lines -1 | --lines is 1 to",
                "logs --lines 0 | --lines is 1 to",
                "logs --lines 2000000000 | --lines is 1 to"
            })
    void shouldRefuseNumbersOutOfRangeBeforeAnythingIsStarted(String line, String why) {
        var said = new StringWriter();

        int code = Onstage.commandLine().setErr(new PrintWriter(said, true)).execute(line.split(" "));

        assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(said.toString()).contains(why);
    }
}
