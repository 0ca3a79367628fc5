package dev.onstage.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
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
}
