package dev.onstage.simulator.getstream;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the simulator as a process of its own until it is told to stop. */
@Command(
        name = "getstream-simulator",
        mixinStandardHelpOptions = true,
        description = "Simulates GetStream Video and Chat on this machine.")
public final class GetStreamSimulatorCommand implements Callable<Integer> {

    private static final long STOP_SECONDS = 10;
    /** Letting thousands of viewers in is one piece of work and may take seconds on a busy machine. */
    private static final long LONGEST_ANSWER_SECONDS = 30;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--port", defaultValue = "8090", description = "Port on 127.0.0.1, default ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--api-key",
            defaultValue = "${env:STREAM_API_KEY:-}",
            description = "The API key of the simulated app. Default: STREAM_API_KEY of the environment.")
    private String apiKey = "";

    @Option(
            names = "--api-secret",
            defaultValue = "${env:STREAM_API_SECRET:-}",
            description =
                    "Its API secret. Default: STREAM_API_SECRET of the environment, which other users cannot see.")
    private String apiSecret = "";

    @Option(names = "--data-dir", description = "Where the state is kept; without it, it is gone at the end.")
    private @Nullable Path dataDirectory;

    @Option(
            names = "--ingress-host",
            defaultValue = GetStreamSimulator.Options.INGRESS_HOST,
            description = "Host in the RTMPS addresses it hands out, default ${DEFAULT-VALUE}.")
    private String ingressHost = "";

    @Option(
            names = "--rate-limit",
            defaultValue = "60000",
            description = "Calls of one endpoint per minute, default ${DEFAULT-VALUE}.")
    private int rateLimit;

    /** Exits with picocli's code for bad arguments, 1 when it cannot start, 0 when it was stopped. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new GetStreamSimulatorCommand()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
        if (apiKey.isBlank() || apiSecret.isBlank()) {
            throw new ParameterException(
                    commandLine,
                    "The simulated app needs an API key and an API secret: set STREAM_API_KEY and STREAM_API_SECRET.");
        }
        PrintWriter out = commandLine.getOut();
        GetStreamSimulator simulator = new GetStreamSimulator(
                new GetStreamSimulator.Options(port, apiKey, apiSecret, dataDirectory, ingressHost, rateLimit));
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
                .setMaxEventLoopExecuteTime(LONGEST_ANSWER_SECONDS));
        try {
            vertx.deployVerticle(simulator)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            commandLine
                    .getErr()
                    .println("The GetStream simulator cannot start on port " + port + ": " + cause.getMessage());
            close(vertx);
            return 1;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            close(vertx);
            stopped.countDown();
        }));
        out.println("GetStream simulator ready on http://127.0.0.1:" + simulator.port());
        out.flush();
        stopped.await();
        return 0;
    }

    private static void close(Vertx vertx) {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            System.getLogger(GetStreamSimulatorCommand.class.getName())
                    .log(System.Logger.Level.ERROR, "the simulator did not stop in order", e);
        }
    }
}
