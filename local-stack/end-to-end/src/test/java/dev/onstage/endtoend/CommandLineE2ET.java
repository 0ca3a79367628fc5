package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.Ports;
import dev.onstage.localstack.stack.RunFile;
import dev.onstage.localstack.stack.Secrets;
import dev.onstage.localstack.stack.StateDirectory;
import dev.onstage.localstack.topology.Port;
import dev.onstage.localstack.topology.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command line as a person uses it, on a stack of its own. */
class CommandLineE2ET {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final List<String> AS_THE_SCRIPT_DOES =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final int WRONG_USE = 2;

    private static final String KEPT = "kept over a restart";

    private static final String ENDED = "analytics ended by itself (SIGTERM from elsewhere, exit code 143)";

    /** What a process answers that got SIGKILL. */
    private static final int KILLED = 137;

    private Path home;
    private List<String> ports;

    @BeforeAll
    static void letScenariosEnd() throws InterruptedException {
        ScenariosFirst.awaitShorterScenarios();
    }

    @BeforeEach
    void makeHome() throws IOException {
        Path target = StackUnderTest.repository().resolve("local-stack/end-to-end/target");
        Files.createDirectories(target);
        home = Files.createTempDirectory(target, "cli-");
        ports = arguments(Ports.free());
    }

    @AfterEach
    void stop() throws Exception {
        onstage("down");
    }

    @Test
    void shouldPlayTheStoryTwiceAfterItsSupervisorDiedOverTheStart() throws Exception {
        assertThat(onstage("status").exitCode()).isEqualTo(Failure.NOT_RUNNING.exitCode());

        // The supervisor dies over the start, without a chance to clean up.
        CompletableFuture<Result> cutOff = CompletableFuture.supplyAsync(() -> up());
        RunFile run = await().atMost(PATIENCE)
                .failFast("the start has ended", cutOff::isDone)
                .until(this::runFile, CommandLineE2ET::startsServices);
        keepSomething(run);
        String setupToken = Secrets.of(new StateDirectory(home)).setupToken();
        ProcessHandle supervisor = ProcessHandle.of(run.supervisorPid()).orElseThrow();
        supervisor.destroyForcibly();
        Result killed = cutOff.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(killed.exitCode()).as(killed.output()).isEqualTo(KILLED);

        // The same data, but servers as a cluster has them.
        Result up = up("--secure");
        assertThat(up.exitCode()).as(up.output()).isZero();
        assertThat(up.output())
                .contains("left over from an earlier run")
                .contains(
                        "Setup token",
                        setupToken,
                        "GetStream simulator",
                        "Next:",
                        "simulated: OBS cannot connect to it");
        assertThat(whatWasKept(run)).isEqualTo(KEPT);
        assertThat(pagesOf(up.output()))
                .hasSize(4)
                .allSatisfy(page -> assertThat(open(page)).as(page).isEqualTo(200));

        Result demo = onstage("demo", "--gap", "3");
        assertThat(demo.exitCode()).as(demo.output()).isZero();
        assertThat(demo.output()).contains("first run", "LIVE, pushed", "everything happened as promised");
        assertThat(up().output()).contains("already running").doesNotContain("Setup token");
        Result otherwise = up("--traces", "--secure");
        assertThat(otherwise.exitCode()).isEqualTo(Failure.ALREADY_RUNNING.exitCode());
        assertThat(otherwise.output()).contains("not as asked: it runs without --traces. Run ./onstage down first");
        Result secondDemo = onstage("demo", "--gap", "3");
        assertThat(secondDemo.exitCode()).as(secondDemo.output()).isZero();
        assertThat(secondDemo.output()).contains("signed in as");
        Result status = onstage("status");
        assertThat(status.exitCode()).as(status.output()).isZero();
        assertThat(status.output()).contains("stream-control", "kafka", "MiB");
        assertThat(onstage("logs", "stream-control", "-n", "5").output().lines())
                .hasSizeBetween(1, 5);

        run = await().until(this::runFile, Objects::nonNull);
        RunFile running = run;
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .untilAsserted(() -> assertThat(awayOf(running))
                        .as("servers that a service does not reach")
                        .isEmpty());
        assertThat(List.of(onstage("topics", "check"), topicsByTheServiceItself()))
                .allSatisfy(topics -> assertThat(topics.output().lines())
                        .singleElement()
                        .asString()
                        .contains("topics are as they must be."));
        assertThat(logsWithSecrets()).isEmpty();

        // A child that crashes takes everything down, with a reason.
        List<ProcessHandle> children = children(run);
        supervisor = ProcessHandle.of(run.supervisorPid()).orElseThrow();
        pidOf(run, "analytics").destroy();
        supervisor.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(Files.readString(home.resolve("logs/onstage.log")))
                .contains(ENDED, "Stopping everything because of that.", "Everything has been stopped.");
        assertThat(onstage("status").output()).contains("It stopped because " + ENDED);
        assertThat(children).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void shouldNameATakenPortAndLeaveNothingRunning() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var arguments = new ArrayList<String>(List.of("up"));
            arguments.addAll(portsWith(Port.KAFKA, taken.getLocalPort()));
            Result up = onstage(arguments.toArray(String[]::new));

            assertThat(up.exitCode()).isEqualTo(Failure.PORT_TAKEN.exitCode());
            assertThat(up.output())
                    .contains("Port " + taken.getLocalPort() + " (kafka) is taken")
                    .contains("process " + ProcessHandle.current().pid());
            assertThat(RunFile.read(new StateDirectory(home))).isEmpty();
        }
    }

    @Test
    void shouldSayThatTheDiskIsFull() throws Exception {
        var arguments = new ArrayList<String>(List.of("up", "--min-free-mib", "99999999"));
        arguments.addAll(ports);
        Result up = onstage(arguments.toArray(String[]::new));

        assertThat(up.exitCode()).isEqualTo(Failure.STORAGE.exitCode());
        assertThat(up.output()).contains("is full").contains("ONSTAGE_HOME");
    }

    @Test
    void shouldSayThatNothingRuns() throws Exception {
        assertThat(onstage("demo").exitCode()).isEqualTo(Failure.NOT_RUNNING.exitCode());
        assertThat(onstage("simulate", "viewers", "join", "3").exitCode()).isEqualTo(Failure.NOT_RUNNING.exitCode());
        assertThat(onstage("down").output()).contains("was not running");
        assertThat(onstage("up", "--port", "nonsense=1").exitCode()).isEqualTo(2);
        assertThat(onstage("logs", "analytics").exitCode()).isEqualTo(Failure.NOT_RUNNING.exitCode());
        assertThat(onstage("trace").output()).contains("./onstage up --traces");
    }

    @Test
    void shouldNameWhatThereIsWhenAskedForSomethingElse() throws Exception {
        StateDirectory state = StateDirectory.open(home);
        Files.writeString(state.log("analytics"), "a line\n");
        Files.writeString(state.traces(), """
                {"traceId":"0af7","spanId":"01","parentId":"","service":"notifier","name":"discord","startNanos":1,\
                "endNanos":2,"failed":false,"attributes":{},"remainder":""}
                """);

        Result log = onstage("logs", "nosuch");
        assertThat(log.exitCode()).isEqualTo(WRONG_USE);
        assertThat(log.output()).contains("There is no log of 'nosuch'. There are those of analytics.");
        for (Result trace : List.of(onstage("trace", "zzz"), onstage("trace", "--with", "zzz"))) {
            assertThat(trace.exitCode()).isEqualTo(WRONG_USE);
            assertThat(trace.output()).contains("There is no trace", "zzz", "The latest are 0af7.");
        }
        assertThat(onstage("trace").output()).contains("trace 0af7", "notifier: discord");
    }

    private Result up(String... options) {
        var arguments = new ArrayList<String>(List.of("up", "--detach"));
        arguments.addAll(List.of(options));
        arguments.addAll(ports);
        try {
            return onstage(arguments.toArray(String[]::new));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** What the services have stored: what is said of a schema stands for it. */
    private void keepSomething(RunFile run) throws SQLException {
        try (Connection database = database(run);
                Statement statement = database.createStatement()) {
            statement.execute("COMMENT ON SCHEMA analytics IS '" + KEPT + "'");
        }
    }

    private String whatWasKept(RunFile run) throws SQLException {
        try (Connection database = database(run);
                Statement statement = database.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT obj_description('analytics'::regnamespace, 'pg_namespace')")) {
            row.next();
            return row.getString(1);
        }
    }

    /** Lines of metrics that say so. */
    private static List<String> awayOf(RunFile run) {
        return Stream.of(ServiceKind.values())
                .flatMap(service -> get("http://127.0.0.1:" + run.port(service.managementPort()) + "/q/metrics")
                        .lines())
                .filter(line -> line.matches("(database|redis)_away.* 1\\.0"))
                .toList();
    }

    /** With the settings that the stack gives to clients of Kafka. */
    private Result topicsByTheServiceItself() throws IOException, InterruptedException {
        var environment = new HashMap<String, String>(Map.of("ONSTAGE_TOPICS_REPLICAS", "1"));
        for (String line : Files.readAllLines(home.resolve("kafka-client.properties"))) {
            String[] setting = line.split("=", 2);
            environment.put("KAFKA_" + setting[0].toUpperCase(Locale.ROOT).replace('.', '_'), setting[1]);
        }
        return run(
                List.of(
                        "-jar",
                        StackUnderTest.repository()
                                .resolve(ServiceKind.ANALYTICS.folder())
                                .resolve("target/quarkus-app/quarkus-run.jar")
                                .toString(),
                        "topics",
                        "check"),
                environment);
    }

    private List<Path> logsWithSecrets() throws IOException {
        Collection<String> secrets =
                Secrets.of(new StateDirectory(home)).neverShown().values();
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .filter(file -> secrets.stream().anyMatch(read(file)::contains))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Connection database(RunFile run) throws SQLException {
        String password = Secrets.of(new StateDirectory(home)).neverShown().get("database password of analytics");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/onstage".formatted(run.port(Port.POSTGRES)),
                ServiceKind.ANALYTICS.schema(),
                password);
    }

    private @Nullable RunFile runFile() {
        return RunFile.read(new StateDirectory(home)).orElse(null);
    }

    /** All servers run then, and each service has begun to start. */
    private static boolean startsServices(@Nullable RunFile run) {
        return run != null
                && run.running().stream()
                        .map(RunFile.RunningProcess::name)
                        .toList()
                        .containsAll(Stream.of(ServiceKind.values())
                                .map(ServiceKind::label)
                                .toList());
    }

    private Result onstage(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(
                "-jar",
                StackUnderTest.repository()
                        .resolve("local-stack/launcher/target/launcher.jar")
                        .toString()));
        command.addAll(List.of(arguments));
        return run(
                command,
                Map.of(
                        "ONSTAGE_HOME",
                        home.toString(),
                        "ONSTAGE_REPOSITORY",
                        StackUnderTest.repository().toString()));
    }

    private Result run(List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(AS_THE_SCRIPT_DOES);
        command.addAll(arguments);
        Path output = Files.createTempFile(home.getParent(), "onstage-", ".out");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("STREAM_API_"));
        Process process = builder.start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("%s does not end:%n%s".formatted(arguments, Files.readString(output)));
        }
        return new Result(process.exitValue(), Files.readString(output));
    }

    /** The addresses of the table that a person opens; that of the API is a prefix. */
    private static List<String> pagesOf(String output) {
        return output.lines()
                .filter(line -> line.matches("  \\S.* https?://\\S+") && !line.contains("below "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    private static int open(String page) {
        return send(page).statusCode();
    }

    private static String get(String page) {
        return send(page).body();
    }

    private static HttpResponse<String> send(String page) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(page)).build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static List<ProcessHandle> children(RunFile run) {
        return run.running().stream()
                .flatMap(process -> ProcessHandle.of(process.pid()).stream())
                .toList();
    }

    private static ProcessHandle pidOf(RunFile run, String name) {
        return run.running().stream()
                .filter(process -> process.name().equals(name))
                .flatMap(process -> ProcessHandle.of(process.pid()).stream())
                .findFirst()
                .orElseThrow();
    }

    /** Free ones but for this: what else uses a documented number is not to be found first. */
    private static List<String> portsWith(Port port, int number) {
        return arguments(Ports.free().with(port, number));
    }

    private static List<String> arguments(Ports ports) {
        return Stream.of(Port.values())
                .flatMap(port -> Stream.of("--port", port.label() + "=" + ports.number(port)))
                .toList();
    }

    private record Result(int exitCode, String output) {}
}
