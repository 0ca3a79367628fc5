package dev.onstage.webhookingest.normalization;

import dev.onstage.events.CallObserved;
import dev.onstage.events.ChatMessageDeleted;
import dev.onstage.events.ChatMessagePosted;
import dev.onstage.events.ChatMessageUndeleted;
import dev.onstage.events.IngressObserved;
import dev.onstage.events.ObservationSource;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.ParticipantCountObserved;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.ParticipantLeft;
import dev.onstage.events.UserBanned;
import dev.onstage.events.UserUnbanned;
import dev.onstage.webhookingest.normalization.ProviderPayload.Call;
import dev.onstage.webhookingest.normalization.ProviderPayload.Message;
import dev.onstage.webhookingest.normalization.ProviderPayload.Participant;
import dev.onstage.webhookingest.normalization.ProviderPayload.Session;
import dev.onstage.webhookingest.normalization.ProviderPayload.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which events a payload means, by its type. Only a field that an event needs can refuse a payload; of a list, an element
 * without what it needs is left out alone.
 */
final class EventMapper {
    private static final String DEFAULT_MESSAGE_TYPE = "regular";
    private static final String DELETED_MESSAGE_TYPE = "deleted";

    private final ProviderPayload payload;
    private final Instant observedAt;
    private int leftOut;

    private EventMapper(ProviderPayload payload) {
        this.payload = payload;
        this.observedAt = require(payload.createdAt, "created_at");
    }

    /**
     * What a payload means.
     *
     * @param known false for a type that means nothing to us
     * @param events in a fixed order
     * @param leftOut elements of lists that could not be used
     */
    record Meaning(boolean known, List<OnstageEvent> events, int leftOut) {}

    /**
     * Says what a payload means.
     *
     * @throws MalformedDeliveryException naming the field that an event needs and that is missing or cannot be read
     */
    static Meaning meaning(ProviderPayload payload) {
        Function<EventMapper, List<OnstageEvent>> events = eventsOf(require(payload.type, "type"));
        if (events == null) {
            return new Meaning(false, List.of(), 0);
        }
        EventMapper mapper = new EventMapper(payload);
        return new Meaning(true, events.apply(mapper), mapper.leftOut);
    }

    private static @Nullable Function<EventMapper, List<OnstageEvent>> eventsOf(String type) {
        return switch (type) {
            case "call.live_started" -> mapper -> List.of(mapper.call(CallObserved.Kind.LIVE_STARTED));
            case "call.session_started" -> EventMapper::sessionStarted;
            case "call.session_ended" -> mapper -> List.of(mapper.call(CallObserved.Kind.SESSION_ENDED));
            case "call.updated" -> mapper -> List.of(mapper.call(CallObserved.Kind.UPDATED));
            case "call.ended" -> mapper -> List.of(mapper.call(CallObserved.Kind.ENDED));
            case "call.deleted" -> mapper -> List.of(mapper.call(CallObserved.Kind.DELETED));
            case "call.session_participant_joined" -> mapper -> List.of(mapper.joined());
            case "call.session_participant_left" -> mapper -> List.of(mapper.left());
            case "call.session_participant_count_updated" -> EventMapper::counts;
            case "ingress.started" -> mapper -> List.of(mapper.ingress(IngressObserved.Kind.STARTED));
            case "ingress.stopped" -> mapper -> List.of(mapper.ingress(IngressObserved.Kind.STOPPED));
            case "ingress.error" -> mapper -> List.of(mapper.ingress(IngressObserved.Kind.ERROR));
            case "message.new" -> EventMapper::messagePosted;
            case "message.deleted" -> EventMapper::messageDeleted;
            case "message.undeleted" -> EventMapper::messageUndeleted;
            case "user.banned" -> EventMapper::banned;
            case "user.unbanned" -> EventMapper::unbanned;
            default -> null;
        };
    }

    private CallObserved call(CallObserved.Kind kind) {
        Call call = require(payload.call, "call");
        Session session = call.session;
        return new CallObserved(
                callCid(),
                kind,
                isOver(kind) ? Boolean.TRUE.equals(call.backstage) : require(call.backstage, "call.backstage"),
                providerSessionId(call),
                session == null ? null : session.startedAt,
                session == null ? null : session.endedAt,
                session == null ? null : session.liveStartedAt,
                session == null ? null : session.liveEndedAt,
                call.endedAt,
                require(call.updatedAt, "call.updated_at"),
                observedAt);
    }

    /** What is over is over, in backstage or not. */
    private static boolean isOver(CallObserved.Kind kind) {
        return kind == CallObserved.Kind.ENDED || kind == CallObserved.Kind.DELETED;
    }

    /** Events about a session name it themselves; the call may already have none when one just ended. */
    private @Nullable String providerSessionId(Call call) {
        if (payload.sessionId != null) {
            return payload.sessionId;
        }
        return call.currentSessionId;
    }

    /** Whoever is listed has joined: their own events may come later, or never. */
    private List<OnstageEvent> sessionStarted() {
        List<OnstageEvent> events = new ArrayList<>();
        events.add(call(CallObserved.Kind.SESSION_STARTED));
        Call call = payload.call;
        if (call != null && call.session != null) {
            leftOut = call.session.unreadableParticipants;
            call.session.participants.forEach(participant -> addJoined(participant, events));
        }
        return events;
    }

    private void addJoined(Participant participant, List<OnstageEvent> events) {
        User user = participant.user;
        if (user == null || user.id == null || participant.userSessionId == null || participant.joinedAt == null) {
            leftOut++;
        } else {
            events.add(joined(participant));
        }
    }

    private ParticipantJoined joined() {
        return joined(require(payload.participant, "participant"));
    }

    private ParticipantJoined joined(Participant participant) {
        User user = require(participant.user, "participant.user");
        return new ParticipantJoined(
                callCid(),
                payload.sessionId,
                require(participant.userSessionId, "participant.user_session_id"),
                require(user.id, "participant.user.id"),
                user.name,
                participant.role,
                require(participant.joinedAt, "participant.joined_at"),
                ObservationSource.WEBHOOK);
    }

    /** Without the time of joining the reader finds out which stay ended. */
    private ParticipantLeft left() {
        Participant participant = require(payload.participant, "participant");
        User user = require(participant.user, "participant.user");
        Instant joinedAt = participant.joinedAt;
        return new ParticipantLeft(
                callCid(),
                payload.sessionId,
                require(participant.userSessionId, "participant.user_session_id"),
                require(user.id, "participant.user.id"),
                user.name,
                participant.role,
                joinedAt,
                joinedAt != null && observedAt.isBefore(joinedAt) ? joinedAt : observedAt,
                ObservationSource.WEBHOOK);
    }

    private List<OnstageEvent> counts() {
        var counts = new ParticipantCountObserved(
                callCid(),
                payload.sessionId,
                require(payload.countsByRole, "participants_count_by_role"),
                payload.anonymousCount == null ? 0 : payload.anonymousCount,
                null,
                observedAt,
                ObservationSource.WEBHOOK);
        leftOut = payload.unreadableCounts + (payload.unreadable.contains("anonymous_participant_count") ? 1 : 0);
        return leftOut == 0 ? List.of(counts) : List.of();
    }

    private IngressObserved ingress(IngressObserved.Kind kind) {
        boolean failed = kind == IngressObserved.Kind.ERROR;
        return new IngressObserved(
                callCid(),
                kind,
                require(payload.userId, "user_id"),
                require(payload.ingressStreamId, "ingress_stream_id"),
                payload.clientName,
                payload.clientVersion,
                failed ? payload.error : null,
                failed ? payload.errorCode : null,
                observedAt);
    }

    /** A shadowed message is seen by its author alone: for everybody else it was not posted. */
    private List<OnstageEvent> messagePosted() {
        Message message = require(payload.message, "message");
        User author = message.user == null || message.user.id == null ? payload.user : message.user;
        return message.shadowed
                ? List.of()
                : List.of(new ChatMessagePosted(
                        chatChannelCid(message),
                        messageId(message),
                        messageType(message),
                        require(author == null ? null : author.id, "message.user.id"),
                        author == null ? null : author.name,
                        sentAt(message)));
    }

    /**
     * The user beside the message may be a moderator who deleted it, so only the message's own is the author. Deleted for
     * one reader alone it is still there for all others. A shadowed one has no author: it may have been posted for everybody
     * and shadowed later, but this event alone must not say so.
     */
    private List<OnstageEvent> messageDeleted() {
        Message message = require(payload.message, "message");
        return payload.deletedForMe || !isWrittenByPeople(message)
                ? List.of()
                : List.of(new ChatMessageDeleted(
                        chatChannelCid(message),
                        messageId(message),
                        message.shadowed || message.user == null ? null : message.user.id,
                        sentAt(message),
                        message.deletedAt == null ? observedAt : message.deletedAt));
    }

    /** The provider also deletes what it wrote itself. Most deleted messages have lost their type. */
    private static boolean isWrittenByPeople(Message message) {
        return switch (messageType(message)) {
            case "system", "error", "ephemeral" -> false;
            default -> true;
        };
    }

    /** Back for everybody who could see it before; {@code message.deleted_at} may still say when it had gone. */
    private List<OnstageEvent> messageUndeleted() {
        Message message = require(payload.message, "message");
        return message.shadowed
                ? List.of()
                : List.of(new ChatMessageUndeleted(
                        chatChannelCid(message),
                        messageId(message),
                        DELETED_MESSAGE_TYPE.equals(message.type) ? DEFAULT_MESSAGE_TYPE : messageType(message),
                        message.user == null ? null : message.user.id,
                        sentAt(message),
                        observedAt));
    }

    private static String messageType(Message message) {
        return message.type == null ? DEFAULT_MESSAGE_TYPE : message.type;
    }

    private Instant sentAt(Message message) {
        return message.createdAt == null ? observedAt : message.createdAt;
    }

    private String messageId(Message message) {
        return require(message.id == null ? payload.messageId : message.id, "message.id");
    }

    private String chatChannelCid(Message message) {
        String cid = optionalChatChannelCid();
        return require(cid == null ? message.cid : cid, "cid");
    }

    private @Nullable String optionalChatChannelCid() {
        if (payload.chatChannelCid != null) {
            return payload.chatChannelCid;
        }
        return payload.channelType == null || payload.channelId == null
                ? null
                : payload.channelType + ":" + payload.channelId;
    }

    /** A shadow ban means that its subject must not notice: no event, since ours take access away. */
    private List<OnstageEvent> banned() {
        refuseUnreadable("shadow");
        refuseUnreadable("expiration");
        return payload.shadow
                ? List.of()
                : List.of(new UserBanned(bannedUserId(), placeOfBan(), payload.expiration, observedAt));
    }

    /** Nor does lifting a shadow ban give back what an open ban took. */
    private List<OnstageEvent> unbanned() {
        refuseUnreadable("shadow");
        return payload.shadow ? List.of() : List.of(new UserUnbanned(bannedUserId(), placeOfBan(), observedAt));
    }

    /** Null means everywhere, so a channel that cannot be read must not become that. */
    private @Nullable String placeOfBan() {
        String cid = optionalChatChannelCid();
        if (cid == null) {
            refuseUnreadable("cid");
            refuseUnreadable("channel_type");
            refuseUnreadable("channel_id");
        }
        return cid;
    }

    private void refuseUnreadable(String field) {
        if (payload.unreadable.contains(field)) {
            throw new MalformedDeliveryException("The field " + field + " cannot be read");
        }
    }

    private String bannedUserId() {
        User user = require(payload.user, "user");
        return require(user.id, "user.id");
    }

    private String callCid() {
        String ofCall = payload.call == null ? null : payload.call.cid;
        return require(payload.callCid == null ? ofCall : payload.callCid, "call_cid");
    }

    private static <T> T require(@Nullable T value, String field) {
        if (value == null) {
            throw new MalformedDeliveryException("The field " + field + " is missing or cannot be used");
        }
        return value;
    }
}
