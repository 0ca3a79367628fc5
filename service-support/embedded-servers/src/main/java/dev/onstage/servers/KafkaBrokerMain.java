package dev.onstage.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * The program of the broker's own JVM: formats the log directory at the first start, then runs Kafka. It ends when its
 * standard input closes, that is when its parent dies.
 */
public final class KafkaBrokerMain {
    private static final Logger KAFKA_LOGGER = Logger.getLogger("");

    private KafkaBrokerMain() {}

    /**
     * Runs the broker until the process is told to stop.
     *
     * @param args the path of {@code server.properties}
     */
    public static void main(String[] args) throws IOException {
        KAFKA_LOGGER.setLevel(Level.WARNING);
        Thread parentWatch = new Thread(KafkaBrokerMain::exitWithParent, "parent-watch");
        parentWatch.setDaemon(true);
        parentWatch.start();
        Path configuration = Path.of(args[0]);
        format(configuration);
        Kafka.main(new String[] {configuration.toString()});
    }

    private static void format(Path configuration) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(configuration)) {
            properties.load(reader);
        }
        Path logDirectory = Path.of(properties.getProperty("log.dirs"));
        if (Files.notExists(logDirectory.resolve("meta.properties"))) {
            StorageTool.execute(
                    new String[] {
                        "format",
                        "-t",
                        Uuid.randomUuid().toString(),
                        "-c",
                        configuration.toString(),
                        "--ignore-formatted"
                    },
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        }
    }

    private static void exitWithParent() {
        try {
            while (System.in.read() >= 0) {
                // The parent writes nothing; only the end of the stream means something.
            }
        } catch (IOException brokenPipe) {
            // The same as the end of the stream.
        }
        System.exit(0);
    }
}
