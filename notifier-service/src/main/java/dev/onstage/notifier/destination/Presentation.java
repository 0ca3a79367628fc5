package dev.onstage.notifier.destination;

import dev.onstage.notifier.template.MessageTemplate;
import org.jspecify.annotations.Nullable;

/**
 * How a destination's messages look and where within the receiver they go. What a kind has no use for is null.
 *
 * @param ping {@code everyone}, {@code here} or the id of a role, null for nobody
 * @param username the name messages are posted under, null for the receiver's own
 * @param avatarUrl the picture beside it, null for the receiver's own
 * @param threadId the thread that messages go to, null for none
 * @param threadName the name of the thread each session opens for itself, with variables, null for none
 * @param template the words
 */
public record Presentation(
        @Nullable String ping,
        @Nullable String username,
        @Nullable String avatarUrl,
        @Nullable String threadId,
        @Nullable String threadName,
        MessageTemplate template) {
    /** Nothing special. */
    public static final Presentation PLAIN = new Presentation(null, null, null, null, null, MessageTemplate.DEFAULT);
}
