package dev.onstage.simulator.getstream.hook;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.simulator.getstream.wire.ApiError;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the app's {@code event_hooks}.
 *
 * @param id given by GetStream
 * @param eventTypes the events it wants; empty means all present and future ones
 * @param product {@code video} or {@code chat} narrows it to that product's events; null does not
 * @param rest what belongs to hook types this simulator does not deliver to (SQS, SNS, pending messages); kept
 */
public record EventHook(
        @Nullable String id,
        @Nullable String hookType,
        @Nullable Boolean enabled,
        @Nullable String webhookUrl,
        @Nullable List<String> eventTypes,
        @Nullable String product,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> rest) {

    static final String WEBHOOK = "webhook";
    private static final Set<String> TYPES = Set.of(WEBHOOK, "sqs", "sns", "pending_message");
    private static final List<String> VIDEO_PREFIXES = List.of("call.", "ingress.");

    /** Absent {@code rest} is empty. */
    public EventHook {
        rest = rest == null ? Map.of() : new LinkedHashMap<>(rest);
    }

    /** The hook with what GetStream adds. */
    EventHook stored(String newId, Instant created, Instant updated) {
        return new EventHook(
                newId,
                hookType == null ? WEBHOOK : hookType,
                enabled == null || enabled,
                webhookUrl,
                eventTypes == null ? List.of() : eventTypes,
                product,
                created,
                updated,
                rest);
    }

    void check() {
        if (hookType != null && !TYPES.contains(hookType)) {
            throw ApiError.invalid(
                    "event_hooks.hook_type",
                    "must be one of " + TYPES.stream().sorted().toList());
        }
        if ((hookType == null || hookType.equals(WEBHOOK)) && !isHttp(webhookUrl)) {
            throw ApiError.invalid("event_hooks.webhook_url", "must be an http or https URL");
        }
    }

    /** Whether an event of {@code type} goes to this hook. */
    boolean wants(String type) {
        if (!Boolean.TRUE.equals(enabled) || !WEBHOOK.equals(hookType)) {
            return false;
        }
        if (eventTypes != null && !eventTypes.isEmpty() && !eventTypes.contains(type)) {
            return false;
        }
        boolean video = VIDEO_PREFIXES.stream().anyMatch(type::startsWith);
        return product == null || product.isEmpty() || product.equals(video ? "video" : "chat");
    }

    private static boolean isHttp(@Nullable String url) {
        if (url == null) {
            return false;
        }
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
