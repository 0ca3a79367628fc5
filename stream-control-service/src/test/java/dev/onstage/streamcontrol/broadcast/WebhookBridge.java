package dev.onstage.streamcontrol.broadcast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.onstage.events.CallObserved;
import dev.onstage.events.IngressObserved;
import dev.onstage.events.OnstageEvent;
import dev.onstage.support.messaging.EventRecords;
import dev.onstage.testing.TestKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Stands where webhook-ingest stands: takes the provider's webhooks about calls and puts them on Kafka. */
final class WebhookBridge implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, CallObserved.Kind> CALL_KINDS = Map.of(
            "call.live_started", CallObserved.Kind.LIVE_STARTED,
            "call.session_started", CallObserved.Kind.SESSION_STARTED,
            "call.session_ended", CallObserved.Kind.SESSION_ENDED,
            "call.updated", CallObserved.Kind.UPDATED,
            "call.ended", CallObserved.Kind.ENDED,
            "call.deleted", CallObserved.Kind.DELETED);

    private final HttpServer server;
    private final ExecutorService executor = Executors.newFixedThreadPool(4);

    WebhookBridge() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks";
    }

    private void receive(HttpExchange exchange) throws IOException {
        JsonNode body = MAPPER.readTree(exchange.getRequestBody());
        OnstageEvent event = event(body);
        if (event != null) {
            String cid = body.path("call_cid").asText();
            TestKafka.send(List.of(
                    EventRecords.of(UUID.randomUUID().toString(), Instant.now(), "webhook-ingest", cid, event)));
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static @Nullable OnstageEvent event(JsonNode body) {
        String type = body.path("type").asText();
        String cid = body.path("call_cid").asText();
        Instant observedAt = required(body.path("created_at"));
        CallObserved.Kind kind = CALL_KINDS.get(type);
        if (kind != null) {
            JsonNode call = body.path("call");
            JsonNode session = call.path("session");
            String sessionId = body.path("session_id").asText(session.path("id").asText(""));
            return new CallObserved(
                    cid,
                    kind,
                    call.path("backstage").asBoolean(),
                    sessionId.isEmpty() ? null : sessionId,
                    instant(session.path("started_at")),
                    instant(session.path("ended_at")),
                    instant(session.path("live_started_at")),
                    instant(session.path("live_ended_at")),
                    instant(call.path("ended_at")),
                    required(call.path("updated_at")),
                    observedAt);
        }
        if (type.startsWith("ingress.")) {
            return new IngressObserved(
                    cid,
                    IngressObserved.Kind.valueOf(
                            type.substring("ingress.".length()).toUpperCase(Locale.ROOT)),
                    body.path("user_id").asText(),
                    body.path("ingress_stream_id").asText(),
                    body.path("client_name").asText(null),
                    body.path("version").asText(null),
                    body.path("error").asText(null),
                    body.path("code").asText(null),
                    observedAt);
        }
        return null;
    }

    private static Instant required(JsonNode node) {
        Instant instant = instant(node);
        if (instant == null) {
            throw new IllegalArgumentException("A webhook without a time");
        }
        return instant;
    }

    private static @Nullable Instant instant(JsonNode node) {
        return node.isTextual() ? OffsetDateTime.parse(node.asText()).toInstant() : null;
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
