package dev.onstage.webhookingest.normalization;

import dev.onstage.events.CallObserved;
import dev.onstage.events.ChatMessageDeleted;
import dev.onstage.events.ChatMessagePosted;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which events a payload means, by its type. */
final class EventMapper {
    private static final String DEFAULT_MESSAGE_TYPE = "regular";

    private final ProviderPayload payload;
    private final Instant observedAt;

    private EventMapper(ProviderPayload payload) {
        this.payload = payload;
        this.observedAt = require(payload.createdAt, "created_at");
    }

    /** The events in a fixed order; empty for a type that means nothing to us. */
    static Optional<List<OnstageEvent>> events(ProviderPayload payload) {
        return switch (require(payload.type, "type")) {
            case "call.live_started" ->
                Optional.of(List.of(new EventMapper(payload).call(CallObserved.Kind.LIVE_STARTED)));
            case "call.session_started" -> Optional.of(new EventMapper(payload).sessionStarted());
            case "call.session_ended" ->
                Optional.of(List.of(new EventMapper(payload).call(CallObserved.Kind.SESSION_ENDED)));
            case "call.updated" -> Optional.of(List.of(new EventMapper(payload).call(CallObserved.Kind.UPDATED)));
            case "call.ended" -> Optional.of(List.of(new EventMapper(payload).call(CallObserved.Kind.ENDED)));
            case "call.deleted" -> Optional.of(List.of(new EventMapper(payload).call(CallObserved.Kind.DELETED)));
            case "call.session_participant_joined" -> Optional.of(List.of(new EventMapper(payload).joined()));
            case "call.session_participant_left" -> Optional.of(List.of(new EventMapper(payload).left()));
            case "call.session_participant_count_updated" -> Optional.of(List.of(new EventMapper(payload).counts()));
            case "ingress.started" ->
                Optional.of(List.of(new EventMapper(payload).ingress(IngressObserved.Kind.STARTED)));
            case "ingress.stopped" ->
                Optional.of(List.of(new EventMapper(payload).ingress(IngressObserved.Kind.STOPPED)));
            case "ingress.error" -> Optional.of(List.of(new EventMapper(payload).ingress(IngressObserved.Kind.ERROR)));
            case "message.new" -> Optional.of(List.of(new EventMapper(payload).messagePosted()));
            case "message.deleted" -> Optional.of(new EventMapper(payload).messageDeleted());
            case "user.banned" -> Optional.of(new EventMapper(payload).banned());
            case "user.unbanned" -> Optional.of(new EventMapper(payload).unbanned());
            default -> Optional.empty();
        };
    }

    private CallObserved call(CallObserved.Kind kind) {
        Call call = require(payload.call, "call");
        Session session = call.session;
        return new CallObserved(
                callCid(),
                kind,
                require(call.backstage, "call.backstage"),
                providerSessionId(call),
                session == null ? null : session.startedAt,
                session == null ? null : session.endedAt,
                session == null ? null : session.liveStartedAt,
                session == null ? null : session.liveEndedAt,
                call.endedAt,
                require(call.updatedAt, "call.updated_at"),
                observedAt);
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
            call.session.participants.forEach(participant -> events.add(joined(participant)));
        }
        return events;
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

    private ParticipantLeft left() {
        ParticipantJoined stay = joined();
        return new ParticipantLeft(
                stay.callCid(),
                stay.providerSessionId(),
                stay.userSessionId(),
                stay.userId(),
                stay.displayName(),
                stay.role(),
                stay.joinedAt(),
                observedAt.isBefore(stay.joinedAt()) ? stay.joinedAt() : observedAt,
                ObservationSource.WEBHOOK);
    }

    private ParticipantCountObserved counts() {
        return new ParticipantCountObserved(
                callCid(),
                payload.sessionId,
                payload.countsByRole,
                payload.anonymousCount == null ? 0 : payload.anonymousCount,
                null,
                observedAt,
                ObservationSource.WEBHOOK);
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

    private ChatMessagePosted messagePosted() {
        Message message = require(payload.message, "message");
        User author = message.user == null ? payload.user : message.user;
        return new ChatMessagePosted(
                chatChannelCid(message),
                messageId(message),
                message.type == null ? DEFAULT_MESSAGE_TYPE : message.type,
                require(author == null ? null : author.id, "message.user.id"),
                author == null ? null : author.name,
                message.createdAt == null ? observedAt : message.createdAt);
    }

    /**
     * The user beside the message may be a moderator who deleted it, so only the message's own is the author. Deleted for
     * one reader alone it is still there for all others.
     */
    private List<OnstageEvent> messageDeleted() {
        Message message = require(payload.message, "message");
        return payload.deletedForMe
                ? List.of()
                : List.of(new ChatMessageDeleted(
                        chatChannelCid(message),
                        messageId(message),
                        message.user == null ? null : message.user.id,
                        message.createdAt == null ? observedAt : message.createdAt,
                        message.deletedAt == null ? observedAt : message.deletedAt));
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
        return payload.shadow
                ? List.of()
                : List.of(new UserBanned(bannedUserId(), optionalChatChannelCid(), payload.expiration, observedAt));
    }

    /** Nor does lifting a shadow ban give back what an open ban took. */
    private List<OnstageEvent> unbanned() {
        return payload.shadow
                ? List.of()
                : List.of(new UserUnbanned(bannedUserId(), optionalChatChannelCid(), observedAt));
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
            throw new MalformedDeliveryException("The field " + field + " is missing");
        }
        return value;
    }
}
