package dev.onstage.analytics;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.events.ChannelChanged;
import dev.onstage.events.ChatMessageDeleted;
import dev.onstage.events.ChatMessagePosted;
import dev.onstage.events.ChatMessageUndeleted;
import dev.onstage.events.EncoderBack;
import dev.onstage.events.EncoderLost;
import dev.onstage.events.EndReason;
import dev.onstage.events.ObservationSource;
import dev.onstage.events.ParticipantCountObserved;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.ParticipantLeft;
import dev.onstage.events.StreamEnded;
import dev.onstage.events.StreamWentLive;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The events of one session of one channel, at seconds after its start.
 *
 * @param channelId the channel
 * @param sessionId the session
 * @param startedAt its start
 */
public record Broadcast(String channelId, UUID sessionId, Instant startedAt) {

    /** A new session. */
    public static Broadcast of(String channelId, Instant startedAt) {
        return new Broadcast(channelId, UuidCreator.getTimeOrderedEpoch(), startedAt);
    }

    /** The user nobody may count. */
    public String broadcasterUserId() {
        return "broadcaster-" + channelId;
    }

    public ChannelChanged channelChanged(long seq) {
        return new ChannelChanged(
                channelId,
                seq,
                0,
                "Title of " + channelId,
                "Ada",
                broadcasterUserId(),
                callCid(),
                chatCid(),
                "Europe/Berlin");
    }

    public StreamWentLive wentLive(long seq) {
        return new StreamWentLive(
                channelId,
                seq,
                seq,
                sessionId,
                "Title of " + channelId,
                "Ada",
                broadcasterUserId(),
                callCid(),
                startedAt);
    }

    public StreamEnded ended(long seq, long second) {
        Duration length = Duration.ofSeconds(second);
        return new StreamEnded(
                channelId,
                seq,
                seq,
                sessionId,
                startedAt,
                at(second),
                length.toSeconds(),
                length.plusSeconds(30).toMinutes(),
                EndReason.BROADCASTER);
    }

    public EncoderLost encoderLost(long seq, long second) {
        return new EncoderLost(channelId, seq, seq, sessionId, at(second), at(second + 60));
    }

    public EncoderBack encoderBack(long seq, long second) {
        return new EncoderBack(channelId, seq, seq, sessionId, at(second));
    }

    public ParticipantJoined joined(String stay, String user, long second, ObservationSource source) {
        return new ParticipantJoined(callCid(), "provider-session", id(stay), user, user, "user", at(second), source);
    }

    public ParticipantLeft left(String stay, String user, long joined, long left, ObservationSource source) {
        return new ParticipantLeft(
                callCid(), "provider-session", id(stay), user, user, "user", at(joined), at(left), source);
    }

    /** A leave that does not say of which stay. */
    public ParticipantLeft leftSomeStay(String stay, String user, long left, ObservationSource source) {
        return new ParticipantLeft(callCid(), "provider-session", id(stay), user, user, "user", null, at(left), source);
    }

    /** The same leave, of a stay whose begin is written in another way. */
    public static ParticipantLeft withJoin(ParticipantLeft left, UnaryOperator<Instant> rewritten) {
        return new ParticipantLeft(
                left.callCid(),
                left.providerSessionId(),
                left.userSessionId(),
                left.userId(),
                left.displayName(),
                left.role(),
                rewritten.apply(Objects.requireNonNull(left.joinedAt())),
                left.leftAt(),
                left.source());
    }

    public ParticipantCountObserved counted(long second, int viewers, int anonymous) {
        return new ParticipantCountObserved(
                callCid(),
                "provider-session",
                Map.of("user", viewers, "host", 1),
                anonymous,
                1,
                at(second),
                ObservationSource.RECONCILE);
    }

    public ChatMessagePosted posted(String message, String user, long second) {
        return new ChatMessagePosted(chatCid(), id(message), "regular", user, user, at(second));
    }

    public ChatMessageDeleted deleted(String message, @Nullable String user, long second, long deleted) {
        return new ChatMessageDeleted(chatCid(), id(message), user, at(second), at(deleted));
    }

    public ChatMessageUndeleted undeleted(String message, @Nullable String user, long second, long undeleted) {
        return new ChatMessageUndeleted(chatCid(), id(message), "regular", user, at(second), at(undeleted));
    }

    public Instant at(long second) {
        return startedAt.plusSeconds(second);
    }

    private String id(String name) {
        return channelId + "-" + name;
    }

    private String callCid() {
        return "livestream:" + channelId;
    }

    private String chatCid() {
        return "livestream_invite:" + channelId;
    }
}
