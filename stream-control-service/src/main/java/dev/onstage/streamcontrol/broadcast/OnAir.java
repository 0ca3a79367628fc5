package dev.onstage.streamcontrol.broadcast;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the public may know of a broadcast. A greater ({@code epoch}, {@code seq}) is newer.
 *
 * @param channelId the channel
 * @param epoch number of the latest go-live
 * @param seq number of the latest lifecycle event
 * @param state the broadcast axis
 * @param sessionId the session on air, null when not live; ENDING counts as live
 * @param startedAt its start, null when not live
 * @param title the session's title while live, else the channel's
 */
public record OnAir(
        String channelId,
        long epoch,
        long seq,
        BroadcastState.Name state,
        @Nullable UUID sessionId,
        @Nullable Instant startedAt,
        String title) {

    static OnAir of(BroadcastSnapshot snapshot) {
        Broadcast broadcast = snapshot.broadcast();
        StreamSession session = broadcast.state().session();
        return new OnAir(
                broadcast.channelId(),
                broadcast.epoch(),
                broadcast.seq(),
                broadcast.state().name(),
                session == null ? null : session.sessionId(),
                session == null ? null : session.startedAt(),
                session == null ? snapshot.channel().title() : session.title());
    }

    /** True from the confirmed start to the confirmed end. */
    public boolean isLive() {
        return sessionId != null;
    }
}
