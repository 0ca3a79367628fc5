package dev.onstage.notifier.destination;

import dev.onstage.notifier.template.MessageTemplate;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Creates or changes a destination. What is null keeps its value, or takes the default in a new one; an empty text or
 * template goes back to the default.
 *
 * @param kind {@code discord} or {@code webhook}; that of a destination cannot be changed
 * @param url the address as the receiver gives it; needed for a new destination; never shown again
 * @param signingSecret what a signed webhook is signed with; when a new one is saved without it, one is made and told once
 *     in the answer, as is a given one in the usual alphabet and padding of Base64; never shown after that
 * @param enabled default true
 * @param notifyOnLive default true
 * @param notifyOnEnd default true
 * @param atEnd default {@link AtEnd#EDIT}, for a kind that cannot edit {@link AtEnd#SECOND_POST}
 * @param onUnknown default {@link OnUnknown#RESEND_ONCE}; a message that pings is never posted again
 * @param coolDownSeconds a session that begins within so many seconds of the end of one that was told is not told;
 *     default 0, for none
 * @param ping who is pinged when a stream goes live: {@code everyone}, {@code here} or the id of a role; default nobody
 * @param username the name that messages are posted under
 * @param avatarUrl the picture beside it
 * @param threadId the thread that messages go to; a new {@code url} decides about it, unless it is given too
 * @param threadName in a forum: the name of the thread that each session opens, with variables
 * @param template the words; default Onstage's own
 */
public record DestinationRequest(
        @NotBlank String kind,
        @Nullable @Size(max = 2048) String url,
        @Nullable @Size(max = 128) String signingSecret,
        @Nullable Boolean enabled,
        @Nullable Boolean notifyOnLive,
        @Nullable Boolean notifyOnEnd,
        @Nullable AtEnd atEnd,
        @Nullable OnUnknown onUnknown,
        @Nullable @Min(0) @Max(86_400) Integer coolDownSeconds,
        @Nullable @Size(max = 20) String ping,
        @Nullable @Size(max = 200) String username,
        @Nullable @Size(max = 2048) String avatarUrl,
        @Nullable @Size(max = 20) String threadId,
        @Nullable @Size(max = 200) String threadName,
        @Nullable @Valid MessageTemplate template) {
    /** Address and secret stay out of every text. */
    @Override
    public String toString() {
        return "DestinationRequest[kind=" + kind + "]";
    }
}
