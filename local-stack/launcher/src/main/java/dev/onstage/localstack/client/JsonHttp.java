package dev.onstage.localstack.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP against one address, blocking. */
final class JsonHttp {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI base;
    private final @Nullable AnswerLog answers;

    JsonHttp(URI base) {
        this(base, null);
    }

    /** Every answer also goes to that log. */
    JsonHttp(URI base, @Nullable AnswerLog answers) {
        this.base = base;
        this.answers = answers;
    }

    URI base() {
        return base;
    }

    /**
     * Sends a request.
     *
     * @param body written as JSON; null for none
     * @throws StackException when nobody answers
     */
    HttpAnswer send(String method, String path, @Nullable Object body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
        headers.forEach(request::setHeader);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.setHeader("Content-Type", "application/json");
            request.method(method, HttpRequest.BodyPublishers.ofString(write(body)));
        }
        long begin = System.nanoTime();
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String asked = method + " " + path;
            if (answers != null) {
                answers.add(asked, answer.headers().map().toString());
                answers.add(asked, answer.body());
            }
            return new HttpAnswer(
                    asked,
                    answer.statusCode(),
                    read(answer.body()),
                    answer.headers(),
                    Duration.ofNanos(System.nanoTime() - begin));
        } catch (IOException failure) {
            throw new StackException(
                    Failure.NOT_RUNNING,
                    "%s does not answer (%s). Is the stack up? ./onstage status".formatted(base, failure),
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackException(Failure.NOT_RUNNING, "interrupted", interrupted);
        }
    }

    static HttpClient client() {
        return HTTP;
    }

    static JsonNode read(String text) {
        if (text.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException failure) {
            throw new IllegalArgumentException(failure);
        }
    }
}
