package dev.onstage.streamcontrol.broadcast;

import dev.onstage.simulator.getstream.GetStreamSimulator;
import dev.onstage.simulator.getstream.GetStreamSimulator.Options;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The provider as a simulator, a stand-in for webhook-ingest that puts its webhooks on Kafka, and timings that a test can
 * wait for.
 */
public final class ProviderResource implements QuarkusTestResourceLifecycleManager {

    static final String SETUP_TOKEN = "a-setup-token-for-tests";
    static final String SIMULATOR_URL = "test.simulator-url";

    private final Vertx vertx = Vertx.vertx();
    private @Nullable WebhookBridge bridge;

    @Override
    public Map<String, String> start() {
        GetStreamSimulator simulator = new GetStreamSimulator(
                new Options(0, "test-key", "a-secret-of-the-simulator", null, Options.INGRESS_HOST, 60_000));
        deploy(simulator);
        WebhookBridge webhooks = new WebhookBridge();
        bridge = webhooks;
        String url = "http://127.0.0.1:" + simulator.port();
        return Map.ofEntries(
                Map.entry(SIMULATOR_URL, url),
                Map.entry("onstage.getstream.base-url", url),
                Map.entry("onstage.getstream.api-key", "test-key"),
                Map.entry("onstage.getstream.api-secret", "a-secret-of-the-simulator"),
                Map.entry("onstage.getstream.webhook-url", webhooks.url()),
                // The order of these three is that of production; a slow machine must not pass the first by accident.
                Map.entry("quarkus.rest-client.getstream-video.read-timeout", "3000"),
                Map.entry("onstage.broadcast.command-timeout", "6s"),
                Map.entry("onstage.broadcast.starting-timeout", "10s"),
                Map.entry("onstage.getstream.retry-patience", "200ms"),
                Map.entry("onstage.setup-token", SETUP_TOKEN),
                Map.entry("onstage.access-checks-every", "250ms"),
                Map.entry("onstage.broadcast.grace-extension", "1s"),
                Map.entry("onstage.broadcast.doubt", "3s"),
                Map.entry("onstage.broadcast.encoder-settle", "1s"),
                Map.entry("onstage.broadcast.webhook-silence", "1s"),
                Map.entry("onstage.broadcast.reconciler.tick", "100ms"),
                Map.entry("onstage.broadcast.reconciler.unsettled", "500ms"),
                Map.entry("onstage.broadcast.reconciler.encoder-gone", "500ms"),
                Map.entry("onstage.broadcast.reconciler.live", "1s"),
                Map.entry("onstage.broadcast.reconciler.watched", "500ms"),
                Map.entry("onstage.broadcast.reconciler.idle", "1s"));
    }

    private void deploy(GetStreamSimulator simulator) {
        try {
            vertx.deployVerticle(simulator)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The simulator did not start", e);
        }
    }

    @Override
    public void stop() {
        WebhookBridge webhooks = bridge;
        if (webhooks != null) {
            webhooks.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
