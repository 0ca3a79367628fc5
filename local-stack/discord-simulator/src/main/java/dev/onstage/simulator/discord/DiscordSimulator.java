package dev.onstage.simulator.discord;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Starts the simulator and stays until the process is told to stop. */
@CommandLine.Command(
        name = "discord-simulator",
        mixinStandardHelpOptions = true,
        description = "Discord's incoming webhooks and a mail server on loopback, with pages that show what was sent.")
public final class DiscordSimulator implements Callable<Integer> {
    @CommandLine.Option(names = "--port", defaultValue = "8091", description = "Port, ${DEFAULT-VALUE} by default.")
    private int port;

    @CommandLine.Option(
            names = "--mail-port",
            defaultValue = "${env:MAIL_PORT:-8025}",
            description = "Where mails are taken; MAIL_PORT of the environment, else 8025, by default.")
    private int mailPort;

    @CommandLine.Option(names = "--data-dir", description = "Keeps the messages here; without it they are lost.")
    private @Nullable Path dataDir;

    private DiscordSimulator() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new DiscordSimulator()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        SimulatorServer server;
        try {
            server = SimulatorServer.start(port, mailPort, dataDir == null ? null : dataDir.toString())
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            System.err.println("The Discord simulator cannot start on port " + port + ": " + e.getCause());
            return CommandLine.ExitCode.SOFTWARE;
        }
        System.out.println("Discord simulator on http://127.0.0.1:" + server.port());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close().toCompletableFuture().join();
            stopped.countDown();
        }));
        stopped.await();
        return CommandLine.ExitCode.OK;
    }
}
