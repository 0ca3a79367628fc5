package dev.onstage.localstack.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/**
 * An answer of any status.
 *
 * @param request method and path, for messages
 * @param body what was answered; a missing node when there was nothing or no JSON
 * @param took from before the request was sent until the body was complete
 */
public record HttpAnswer(String request, int status, JsonNode body, HttpHeaders headers, Duration took) {

    /** Whether the status is 2xx. */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /**
     * The body of a successful answer.
     *
     * @throws StackException with the problem's own words and its fix
     */
    public JsonNode orThrow() {
        if (!isSuccess()) {
            throw new StackException(Failure.REFUSED, describe());
        }
        return body;
    }

    /** Last part of the problem's type, for example {@code encoder-not-connected}; empty when it is none. */
    public String problem() {
        String type = body.path("type").asText();
        return type.substring(type.lastIndexOf('/') + 1);
    }

    /** One readable line: status, title, detail and fix. */
    public String describe() {
        String detail = text("detail").or(() -> text("error")).orElse(body.isMissingNode() ? "" : body.toString());
        return request + " was answered " + status
                + text("title").map(title -> " " + title).orElse("")
                + (detail.isEmpty() ? "" : ": " + detail)
                + text("fix").map(fix -> " What to do: " + fix).orElse("");
    }

    private Optional<String> text(String field) {
        return Optional.of(body.path(field).asText()).filter(text -> !text.isEmpty());
    }
}
