package dev.onstage.notifier.delivery;

import dev.onstage.notifier.destination.Presentation;
import dev.onstage.notifier.destination.Target;
import dev.onstage.notifier.stream.StreamSession;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Posts to one kind of destination. Calls never fail: whatever happens is told by the report. None may be retried by the
 * implementation, since the caller keeps count.
 */
public interface DestinationSender {
    /** The kind it serves, as in {@code DestinationEntity}. */
    String kind();

    /**
     * Whether the receiver recognises a post that comes again: then one whose outcome is unknown is simply made again.
     */
    boolean recognisesRepeats();

    /** Calls that all instances together may make in a second. */
    default int callsPerSecond() {
        return 100;
    }

    /** How long one call may take, from the first look for the receiver to its answer. */
    Duration longestCall();

    /** The thread that a message of ours is in, null when there are no threads or it is in none. */
    default @Nullable String threadOf(String messageId) {
        return null;
    }

    /**
     * The content of a message; equal arguments make equal contents.
     *
     * @param withLinks false leaves out everything a receiver may refuse an address for
     */
    String render(Form form, StreamSession session, Presentation presentation, boolean withLinks);

    /** The content of a message that only shows that the destination works. */
    String renderTest(String channelId, Presentation presentation);

    /** Posts a new message. */
    Uni<SendReport> post(Target target, String content);

    /** Replaces the content of a message. */
    Uni<SendReport> edit(Target target, String messageId, String content);

    /** Removes a message. */
    Uni<SendReport> delete(Target target, String messageId);
}
