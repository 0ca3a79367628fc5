package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.ChannelChanged;
import dev.onstage.events.EncoderBack;
import dev.onstage.events.EncoderLost;
import dev.onstage.events.EndReason;
import dev.onstage.events.LifecycleEvent;
import dev.onstage.events.StreamEnded;
import dev.onstage.events.StreamWentLive;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The lifecycle events of one decision, numbered on from the broadcast's last. Used once, by one thread. */
final class EventLog {

    private final String channelId;
    private final ChannelSettings channel;
    private final List<LifecycleEvent> events = new ArrayList<>();
    private long seq;

    EventLog(String channelId, ChannelSettings channel, long lastSeq) {
        this.channelId = channelId;
        this.channel = channel;
        this.seq = lastSeq;
    }

    long lastSeq() {
        return seq;
    }

    List<LifecycleEvent> events() {
        return events;
    }

    void wentLive(long epoch, StreamSession session) {
        CallId call = Objects.requireNonNull(channel.call(), "A provisioned channel has a call");
        events.add(new StreamWentLive(
                channelId,
                ++seq,
                epoch,
                session.sessionId(),
                session.title(),
                channel.broadcasterName(),
                channel.broadcasterUserId(),
                call.cid(),
                session.startedAt()));
    }

    void ended(long epoch, StreamSession session, Instant endedAt, EndReason reason) {
        events.add(new StreamEnded(
                channelId,
                ++seq,
                epoch,
                session.sessionId(),
                session.startedAt(),
                endedAt,
                SessionClock.durationSeconds(session.startedAt(), endedAt),
                SessionClock.totalMinutes(session.startedAt(), endedAt),
                reason));
    }

    void encoderLost(long epoch, StreamSession session, Instant lostAt, Instant graceEndsAt) {
        events.add(new EncoderLost(channelId, ++seq, epoch, session.sessionId(), lostAt, graceEndsAt));
    }

    void encoderBack(long epoch, StreamSession session, Instant backAt) {
        events.add(new EncoderBack(channelId, ++seq, epoch, session.sessionId(), backAt));
    }

    /** The channel has no call any more; everything else stays. */
    void callRetired(long epoch) {
        events.add(new ChannelChanged(
                channelId,
                ++seq,
                epoch,
                channel.title(),
                channel.broadcasterName(),
                channel.broadcasterUserId(),
                null,
                channel.chatChannelCid(),
                channel.timeZone()));
    }
}
