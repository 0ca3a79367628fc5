package dev.onstage.notifier.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.onstage.notifier.delivery.SendReport;
import dev.onstage.notifier.delivery.SendResult;
import dev.onstage.notifier.delivery.SendResult.Reach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What Discord's answers mean for a sender: status and code together, the code first (developers/topics/
 * opcodes-and-status-codes.mdx, rate-limits.mdx). Only codes and field paths of an answer are repeated, never its text.
 */
final class DiscordAnswers {
    /** Behind a shared address the firewall blocks for a while; calling on makes it longer. */
    static final Duration BLOCKED_PAUSE = Duration.ofMinutes(10);

    static final int UNKNOWN_CHANNEL = 10003;
    /** What is longer is no number of seconds that anybody means. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(12);

    private static final int UNKNOWN_MESSAGE = 10008;
    private static final int UNKNOWN_WEBHOOK = 10015;
    private static final int TOO_MANY_OLD_EDITS = 30046;
    private static final int BLOCKED_BY_FIREWALL = 40333;
    private static final int INVALID_FORM = 50035;
    private static final Set<Integer> AUTO_MODERATION = Set.of(200_000, 200_001, 240_000);
    private static final Set<Integer> OVERLOADED = Set.of(130_000, 20028, 40004, 40006);
    private static final double MILLIS = 1000.0;

    private final ObjectMapper json;

    DiscordAnswers(ObjectMapper json) {
        this.json = json;
    }

    /** Reads an answer; {@code header} gives a header's value or null. */
    SendReport read(int status, UnaryOperator<@Nullable String> header, String text) {
        JsonNode body = parse(text);
        int code = body.path("code").asInt(0);
        return new SendReport(
                result(status, code, body, header), status, code == 0 ? null : code, pauseAsked(header, status, code));
    }

    private SendResult result(int status, int code, JsonNode body, UnaryOperator<@Nullable String> header) {
        if (status == 200 || status == 204) {
            JsonNode id = body.path("id");
            return new SendResult.Done(id.isTextual() ? id.asText() : null);
        }
        // Comes as 429 with an hour to wait, for one message only.
        if (code == TOO_MANY_OLD_EDITS) {
            return new SendResult.EditRefused("Discord takes no more edits of a message older than an hour.");
        }
        if (status == 429) {
            return limited(body, header);
        }
        if (code == UNKNOWN_MESSAGE) {
            return new SendResult.MessageGone("The message was deleted in Discord.");
        }
        if (status >= 500 || status == 408 || OVERLOADED.contains(code)) {
            return new SendResult.TryAgain("Discord has trouble (status " + status + ").");
        }
        return switch (status) {
            case 401 -> unauthorized(body);
            case 403 -> forbidden(code, body);
            case 404 -> notFound(code);
            case 400 -> refused(code, body);
            default -> new SendResult.Refused("Discord refused the message (status " + status + ").", false);
        };
    }

    private static SendResult limited(JsonNode body, UnaryOperator<@Nullable String> header) {
        if (!body.has("retry_after")) {
            return new SendResult.Limited(
                    "Discord blocks this server's address for a while.", BLOCKED_PAUSE, Reach.KIND_BLOCKED);
        }
        Duration asked = longer(seconds(body.path("retry_after").asText()), seconds(header.apply("Retry-After")));
        boolean global = body.path("global").asBoolean(false) || header.apply("X-RateLimit-Global") != null;
        return global
                ? new SendResult.Limited("Discord asked for a pause of all calls.", asked, Reach.KIND)
                : new SendResult.Limited("Discord asked to wait.", asked, Reach.DESTINATION);
    }

    private static SendResult forbidden(int code, JsonNode body) {
        if (code == BLOCKED_BY_FIREWALL || body.isMissingNode()) {
            return new SendResult.Limited("Discord's firewall refuses this server.", BLOCKED_PAUSE, Reach.KIND_BLOCKED);
        }
        return new SendResult.Forbidden("Discord says the webhook may not post there (403, code " + code + ").");
    }

    /** A proxy on the way may refuse as well: only Discord's own word switches a destination off. */
    private static SendResult unauthorized(JsonNode body) {
        return body.path("code").isInt()
                ? new SendResult.DestinationGone("Discord says the webhook's token is not valid (401).", true)
                : new SendResult.TryAgain("Something between here and Discord refused the call (401).");
    }

    private static SendResult notFound(int code) {
        return code == UNKNOWN_WEBHOOK
                ? new SendResult.DestinationGone(
                        "The webhook was deleted in Discord (404). Create a new one there and save its address here.",
                        true)
                : new SendResult.TryAgain(
                        "Discord, or something on the way to it, answered 404 without saying that the webhook is gone.");
    }

    private static SendResult refused(int code, JsonNode body) {
        if (AUTO_MODERATION.contains(code)) {
            return new SendResult.Refused("Discord's AutoMod refused the message (code " + code + ").", false);
        }
        if (code != INVALID_FORM) {
            return new SendResult.Refused("Discord refused the message (code " + code + ").", false);
        }
        List<String> fields = new ArrayList<>();
        collectFields(body.path("errors"), "", fields);
        boolean links = !fields.isEmpty()
                && fields.stream()
                        .allMatch(field -> field.toLowerCase(Locale.ROOT).endsWith("url"));
        return new SendResult.Refused("Discord refused these fields: " + String.join(", ", fields) + ".", links);
    }

    private static void collectFields(JsonNode node, String path, List<String> fields) {
        if (node.has("_errors")) {
            fields.add(path.isEmpty() ? "the form" : path);
        }
        node.properties().forEach(entry -> {
            if (!entry.getKey().equals("_errors")) {
                collectFields(entry.getValue(), path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), fields);
            }
        });
    }

    /** A used-up window is respected before it is enforced. */
    private static Duration pauseAsked(UnaryOperator<@Nullable String> header, int status, int code) {
        if (code == TOO_MANY_OLD_EDITS) {
            return Duration.ZERO;
        }
        if (status == 429) {
            return seconds(header.apply("X-RateLimit-Reset-After"));
        }
        return "0".equals(header.apply("X-RateLimit-Remaining"))
                ? seconds(header.apply("X-RateLimit-Reset-After"))
                : Duration.ZERO;
    }

    private JsonNode parse(String text) {
        try {
            JsonNode node = json.readTree(text);
            return node == null || !node.isObject() ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** Seconds with decimals, as version 10 sends them; what is not a number counts as none. */
    private static Duration seconds(@Nullable String value) {
        if (value == null) {
            return Duration.ZERO;
        }
        try {
            double millis = Math.ceil(Math.max(0, Double.parseDouble(value)) * MILLIS);
            return Duration.ofMillis((long) Math.min(millis, (double) LONGEST_PAUSE.toMillis()));
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
