package dev.onstage.simulator.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import java.util.zip.GZIPInputStream;

/** Receives webhooks and keeps everything it got. */
final class HookReceiver implements AutoCloseable {

    /** A status that means: do not answer at all. */
    static final int SILENCE = 0;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private volatile ToIntFunction<Delivery> answer = delivery -> 200;

    HookReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    /** One request: its body as it arrived, unpacked, and parsed. */
    record Delivery(Headers headers, Buffer raw, Buffer unpacked, JsonNode event) {

        String header(String name) {
            return String.valueOf(headers.getFirst(name));
        }

        String type() {
            return event.path("type").asText();
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** Chooses the status of each answer from here on. */
    void answer(ToIntFunction<Delivery> status) {
        answer = status;
    }

    List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** The events of a type in the order they happened. */
    List<JsonNode> events(String type) {
        return deliveries.stream()
                .filter(delivery -> delivery.type().equals(type))
                .map(Delivery::event)
                .sorted(Comparator.comparing(
                        event -> Instant.parse(event.path("created_at").asText())))
                .toList();
    }

    /** The types in the order the events happened. */
    List<String> types() {
        return deliveries.stream()
                .map(Delivery::event)
                .sorted(Comparator.comparing(
                        event -> Instant.parse(event.path("created_at").asText())))
                .map(event -> event.path("type").asText())
                .toList();
    }

    /** Waits until {@code count} events of a type are there and returns them. */
    List<JsonNode> await(String type, int count) {
        waitFor(() -> events(type).size() >= count);
        return events(type);
    }

    /** Waits until {@code count} requests are there. */
    List<Delivery> awaitDeliveries(int count) {
        waitFor(() -> deliveries.size() >= count);
        return deliveries();
    }

    void forget() {
        deliveries.clear();
    }

    private static void waitFor(Callable<Boolean> condition) {
        org.awaitility.Awaitility.await()
                .atMost(Simulator.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] raw = exchange.getRequestBody().readAllBytes();
        boolean packed = raw.length > 1 && raw[0] == (byte) 0x1f && raw[1] == (byte) 0x8b;
        byte[] body = packed ? new GZIPInputStream(new ByteArrayInputStream(raw)).readAllBytes() : raw;
        Delivery delivery = new Delivery(
                exchange.getRequestHeaders(), Buffer.buffer(raw), Buffer.buffer(body), JSON.readTree(body));
        deliveries.add(delivery);
        int status = answer.applyAsInt(delivery);
        if (status != SILENCE) {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
