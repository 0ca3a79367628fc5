package dev.onstage.notifier.delivery;

import dev.onstage.notifier.stream.StreamSession;
import io.smallrye.mutiny.Uni;

/**
 * Posts to one kind of destination. Calls never fail: whatever happens is told by the report. None may be retried by the
 * implementation, since the caller keeps count.
 */
public interface DestinationSender {
    /** The kind it serves, as in {@code DestinationEntity}. */
    String kind();

    /**
     * The content of a message.
     *
     * @param withLinks false leaves out everything a receiver may refuse an address for
     */
    String render(Form form, StreamSession session, boolean withLinks);

    /** The content of a message that only shows that the destination works. */
    String renderTest(String channelId);

    /** Posts a new message. */
    Uni<SendReport> post(String address, String content);

    /** Replaces the content of a message. */
    Uni<SendReport> edit(String address, String messageId, String content);

    /** Removes a message. */
    Uni<SendReport> delete(String address, String messageId);
}
