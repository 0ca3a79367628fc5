package dev.onstage.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KafkaTopicsCommandTest {

    private final List<LogRecord> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (String.valueOf(line.getLoggerName()).startsWith("org.apache.kafka")) {
                logged.add(line);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private final StringWriter said = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(handler);
    }

    @Test
    void shouldSayItsOwnLinesAndNotThoseOfTheClient() throws IOException {
        Path settings = Files.writeString(
                folder.resolve("client.properties"),
                "security.protocol=SSL\nssl.truststore.location=/no/such/truststore\n");

        int code = topics("check --bootstrap-servers 127.0.0.1:1 --command-config " + settings);

        assertThat(code).isEqualTo(10);
        assertThat(said.toString().lines()).singleElement().asString().contains("/no/such/truststore");
        assertThat(logged).extracting(LogRecord::getMessage).isEmpty();
    }

    @Test
    void shouldNameAFileThatIsNotThere() {
        assertThat(topics("check --command-config " + folder.resolve("nothing")))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(said.toString())
                .contains("The file of --command-config cannot be read: " + folder.resolve("nothing"));
    }

    @Test
    void shouldNameAFileThatIsAFolder() {
        assertThat(topics("check --command-config " + folder)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(said.toString()).contains("The file of --command-config cannot be read: " + folder);
    }

    private int topics(String arguments) {
        PrintWriter writer = new PrintWriter(said, true);
        return Onstage.commandLine().setOut(writer).setErr(writer).execute(("topics " + arguments).split(" "));
    }
}
