package dev.onstage.notifier.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.onstage.notifier.stream.StreamSession;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message, in the order and with the names that receivers see. Text is as people typed it: a receiver escapes
 * for the medium it shows it in.
 *
 * @param type what happened
 * @param timestamp when it did, null while unknown
 * @param data to whom and what
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WebhookEvent(String type, @Nullable Instant timestamp, Object data) {
    static final String LIVE = "stream.live";
    static final String ENDED = "stream.ended";
    static final String UPDATED = "stream.updated";
    static final String SUMMARISED = "stream.summarised";
    static final String TEST = "onstage.test";

    /**
     * A session as far as it is known.
     *
     * @param version grows with each change: of two messages the greater one is newer
     * @param state {@code live} or {@code ended}
     * @param channelUrl the page people watch at, null where links are left out
     * @param figures null before they were counted
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Stream(
            String channelId,
            UUID sessionId,
            long version,
            String state,
            String title,
            String broadcasterName,
            @Nullable String channelUrl,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Long durationSeconds,
            StreamSession.@Nullable Figures figures) {}

    /** A channel whose destination is tried. */
    record Trial(String channelId, String channelUrl) {}
}
