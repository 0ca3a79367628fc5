package dev.onstage.localstack.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Server-sent events as they arrive. Every event is kept, with the moment of its arrival. Thread-safe. */
public final class EventStream implements AutoCloseable {

    private final InputStream source;
    private final String path;
    private final @Nullable AnswerLog answers;
    private final List<Event> received = new ArrayList<>();
    private boolean ended;

    /**
     * One event.
     *
     * @param index its place in the stream, from 0
     */
    public record Event(int index, String name, JsonNode data, Instant at) {}

    private EventStream(InputStream source, String path, @Nullable AnswerLog answers) {
        this.source = source;
        this.path = path;
        this.answers = answers;
    }

    static EventStream open(URI address, Map<String, String> headers, @Nullable AnswerLog answers) {
        var request = HttpRequest.newBuilder(address).setHeader("Accept", "text/event-stream");
        headers.forEach(request::setHeader);
        try {
            HttpResponse<InputStream> answer =
                    JsonHttp.client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw new StackException(
                        Failure.REFUSED, "GET " + address.getPath() + " was answered " + answer.statusCode());
            }
            var stream = new EventStream(answer.body(), address.getPath(), answers);
            var reader = new Thread(stream::read, "events " + address.getPath());
            reader.setDaemon(true);
            reader.start();
            return stream;
        } catch (IOException failure) {
            throw new StackException(Failure.NOT_RUNNING, address + " does not answer: " + failure, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackException(Failure.NOT_RUNNING, "interrupted", interrupted);
        }
    }

    /** What arrived so far. */
    public synchronized List<Event> received() {
        return List.copyOf(received);
    }

    /** Whether the other side closed the stream. */
    public synchronized boolean ended() {
        return ended;
    }

    /** How many arrived so far: the index the next one will have. */
    public synchronized int count() {
        return received.size();
    }

    /** The first event from that index on that is as wanted, waiting for it; empty when it does not come in time. */
    public synchronized Optional<Event> await(int fromIndex, Predicate<JsonNode> wanted, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        int next = fromIndex;
        while (true) {
            for (; next < received.size(); next++) {
                if (wanted.test(received.get(next).data())) {
                    return Optional.of(received.get(next));
                }
            }
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0 || ended) {
                return Optional.empty();
            }
            try {
                wait(left);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    private void read() {
        String name = "message";
        var data = new StringBuilder();
        try (var lines = new BufferedReader(new InputStreamReader(source, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && !data.isEmpty()) {
                    add(name, data.toString());
                    name = "message";
                    data.setLength(0);
                } else if (line.startsWith("event:")) {
                    name = line.substring("event:".length()).trim();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring("data:".length()).trim());
                }
            }
        } catch (IOException closed) {
            // The end of the stream, whichever side closed it.
        } finally {
            end();
        }
    }

    private synchronized void add(String name, String data) {
        if (answers != null) {
            answers.add("event " + name + " of " + path, data);
        }
        received.add(new Event(received.size(), name, JsonHttp.read(data), Instant.now()));
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
