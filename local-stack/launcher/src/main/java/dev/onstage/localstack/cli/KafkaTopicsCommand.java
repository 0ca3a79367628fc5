package dev.onstage.localstack.cli;

import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.RunFile;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.topology.Port;
import dev.onstage.topics.TopicsCommand;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The topics in a Kafka that somebody else runs, or in the stack's own. */
@Command(
        name = "topics",
        description = {
            "Prints the commands that make the topics which Onstage needs (print), says where those of a Kafka are less than they"
                    + " must be (check), or makes what is missing and checks (create).",
            "Without --bootstrap-servers it is the Kafka of the stack that runs here. The services' own images do the same with"
                    + " the settings of the service."
        },
        mixinStandardHelpOptions = true)
final class KafkaTopicsCommand implements Callable<Integer> {

    private static final String PRINT = "print";
    private static final Set<String> VERBS = Set.of(PRINT, "check", "create");
    private static final int REPLICAS_OF_THE_STACK = 1;
    private static final int REPLICAS_ELSEWHERE = 3;

    @Parameters(paramLabel = "print|check|create")
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private String verb;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Where Kafka is, unless that stands in the file of --command-config.")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Settings of a Kafka client, such as security.protocol, as Kafka's own tools take them.")
    private @Nullable Path commandConfig;

    @Option(
            names = "--replicas",
            description = "Of each topic. Default: 3; 1 for the stack here, which has one broker.")
    private @Nullable Integer replicas;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!VERBS.contains(verb)) {
            throw new ParameterException(spec.commandLine(), "Give topics print, topics check or topics create.");
        }
        Map<String, Object> connection = given();
        boolean ofTheStack = !connection.containsKey(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        if (ofTheStack && !verb.equals(PRINT)) {
            connection.putAll(kafkaOfTheStack());
        }
        int usual = ofTheStack && !verb.equals(PRINT) ? REPLICAS_OF_THE_STACK : REPLICAS_ELSEWHERE;
        int result = new TopicsCommand(
                        connection,
                        replicas == null ? usual : checked(replicas),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .run(verb);
        return switch (result) {
            case TopicsCommand.DONE -> 0;
            case TopicsCommand.DIFFERENT -> Failure.CHECK_FAILED.exitCode();
            default -> Failure.REFUSED.exitCode();
        };
    }

    private int checked(int number) {
        if (number < 1 || number > Short.MAX_VALUE) {
            throw new ParameterException(spec.commandLine(), "--replicas is 1 to %d.".formatted(Short.MAX_VALUE));
        }
        return number;
    }

    private Map<String, Object> given() throws IOException {
        var connection = new HashMap<String, Object>();
        if (commandConfig != null) {
            if (!Files.isReadable(commandConfig) || Files.isDirectory(commandConfig)) {
                throw new ParameterException(
                        spec.commandLine(), "The file of --command-config cannot be read: " + commandConfig);
            }
            connection.putAll(settingsIn(commandConfig));
        }
        if (bootstrapServers != null) {
            connection.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        }
        return connection;
    }

    private static Map<String, String> settingsIn(Path file) throws IOException {
        var settings = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            settings.load(reader);
        }
        return settings.stringPropertyNames().stream()
                .collect(Collectors.toMap(Function.identity(), settings::getProperty));
    }

    private static Map<String, String> kafkaOfTheStack() throws IOException {
        RunFile run = RunFile.read(Home.state())
                .orElseThrow(() -> new StackException(
                        Failure.NOT_RUNNING,
                        "Onstage is not running here. Start it with ./onstage up, or say --bootstrap-servers."));
        Path clientFile = Home.state().kafkaClientFile();
        return Files.exists(clientFile)
                ? settingsIn(clientFile)
                : Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + run.port(Port.KAFKA));
    }
}
