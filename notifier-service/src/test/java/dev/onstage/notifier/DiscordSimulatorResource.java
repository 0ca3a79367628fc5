package dev.onstage.notifier;

import dev.onstage.simulator.discord.SimulatorServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Discord on loopback, delays that fit a test, and a log file with everything in it. */
public class DiscordSimulatorResource implements QuarkusTestResourceLifecycleManager {
    static final String LOG_FILE = "target/notifier-test.log";
    static final Duration TIMEOUT = Duration.ofSeconds(6);

    private @Nullable SimulatorServer server;

    @Override
    public Map<String, String> start() {
        SimulatorServer started =
                SimulatorServer.start(0, 0, null).toCompletableFuture().join();
        server = started;
        return Map.ofEntries(
                Map.entry("onstage.discord.base-url", started.apiBaseUrl()),
                // A slow machine must not make an answer late or a worker lost: the message would be posted twice.
                Map.entry("onstage.discord.timeout", TIMEOUT.toSeconds() + "s"),
                Map.entry("onstage.delivery.lease", "2m"),
                Map.entry("onstage.delivery.first-retry-after", "100ms"),
                Map.entry("onstage.delivery.edit-pause", "100ms"),
                Map.entry("onstage.public-url", "https://live.example"),
                // Receivers of signed webhooks: this address, so that others of the same network are refused as
                // anywhere.
                Map.entry("onstage.webhook.private-receivers", "127.0.0.1"),
                Map.entry("quarkus.log.level", "DEBUG"),
                Map.entry("quarkus.log.console.level", "WARN"),
                Map.entry("quarkus.log.category.\"org.apache.kafka\".level", "WARN"),
                // The HTTP client of the tests, which must send the secret and logs all it sends.
                Map.entry("quarkus.log.category.\"org.apache.http\".level", "WARN"),
                Map.entry("quarkus.log.file.enabled", "true"),
                Map.entry("quarkus.log.file.path", LOG_FILE));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close().toCompletableFuture().join();
        }
    }
}
