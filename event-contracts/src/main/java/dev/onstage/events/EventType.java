package dev.onstage.events;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The CloudEvents types Onstage writes. A reader meets types that are not listed here, from newer writers: it skips and
 * counts them.
 */
public enum EventType {
    CALL_OBSERVED("dev.onstage.provider.call-observed.v1", CallObserved.class, Topic.PROVIDER_CALL),
    INGRESS_OBSERVED("dev.onstage.provider.ingress-observed.v1", IngressObserved.class, Topic.PROVIDER_CALL),
    PARTICIPANT_JOINED("dev.onstage.provider.participant-joined.v1", ParticipantJoined.class, Topic.PROVIDER_PRESENCE),
    PARTICIPANT_LEFT("dev.onstage.provider.participant-left.v1", ParticipantLeft.class, Topic.PROVIDER_PRESENCE),
    PARTICIPANT_COUNT_OBSERVED(
            "dev.onstage.provider.participant-count-observed.v1",
            ParticipantCountObserved.class,
            Topic.PROVIDER_PRESENCE),
    CHAT_MESSAGE_POSTED("dev.onstage.provider.chat-message-posted.v1", ChatMessagePosted.class, Topic.PROVIDER_CHAT),
    CHAT_MESSAGE_DELETED("dev.onstage.provider.chat-message-deleted.v1", ChatMessageDeleted.class, Topic.PROVIDER_CHAT),
    CHAT_MESSAGE_UNDELETED(
            "dev.onstage.provider.chat-message-undeleted.v1", ChatMessageUndeleted.class, Topic.PROVIDER_CHAT),
    USER_BANNED("dev.onstage.provider.user-banned.v1", UserBanned.class, Topic.PROVIDER_MODERATION),
    USER_UNBANNED("dev.onstage.provider.user-unbanned.v1", UserUnbanned.class, Topic.PROVIDER_MODERATION),
    CHANNEL_CHANGED("dev.onstage.stream.channel-changed.v1", ChannelChanged.class, Topic.STREAM_LIFECYCLE),
    STREAM_WENT_LIVE("dev.onstage.stream.went-live.v1", StreamWentLive.class, Topic.STREAM_LIFECYCLE),
    STREAM_ENDED("dev.onstage.stream.ended.v1", StreamEnded.class, Topic.STREAM_LIFECYCLE),
    ENCODER_LOST("dev.onstage.stream.encoder-lost.v1", EncoderLost.class, Topic.STREAM_LIFECYCLE),
    ENCODER_BACK("dev.onstage.stream.encoder-back.v1", EncoderBack.class, Topic.STREAM_LIFECYCLE),
    SESSION_SUMMARISED("dev.onstage.analytics.session-summarised.v1", SessionSummarised.class, Topic.ANALYTICS_SESSION),
    NOTIFICATION_SETTLED(
            "dev.onstage.notifier.notification-settled.v1", NotificationSettled.class, Topic.NOTIFIER_OUTCOME),
    DESTINATION_SWITCHED_OFF(
            "dev.onstage.notifier.destination-switched-off.v1", DestinationSwitchedOff.class, Topic.NOTIFIER_OUTCOME),
    AUDIT_ENTRY("dev.onstage.audit.entry.v1", AuditEntry.class, Topic.AUDIT_ENTRY),
    LOGIN_ENDED("dev.onstage.access.login-ended.v1", LoginEnded.class, Topic.ACCESS_REVOCATION),
    ROLES_CHANGED("dev.onstage.access.roles-changed.v1", RolesChanged.class, Topic.ACCESS_REVOCATION);

    private static final Map<String, EventType> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(EventType::typeName, Function.identity()));
    private static final Map<Class<?>, EventType> BY_CLASS =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(EventType::eventClass, Function.identity()));

    private final String typeName;
    private final Class<? extends OnstageEvent> eventClass;
    private final Topic topic;

    EventType(String typeName, Class<? extends OnstageEvent> eventClass, Topic topic) {
        this.typeName = typeName;
        this.eventClass = eventClass;
        this.topic = topic;
    }

    /** The value of {@code ce_type}. */
    public String typeName() {
        return typeName;
    }

    /** The record that is the value. */
    public Class<? extends OnstageEvent> eventClass() {
        return eventClass;
    }

    /** The topic that carries it. */
    public Topic topic() {
        return topic;
    }

    /** The type with this {@code ce_type}, empty when unknown. */
    public static Optional<EventType> byName(String typeName) {
        return Optional.ofNullable(BY_NAME.get(typeName));
    }

    /** The type of an event. */
    public static EventType of(OnstageEvent event) {
        EventType type = BY_CLASS.get(event.getClass());
        if (type == null) {
            throw new IllegalArgumentException("No event type is declared for " + event.getClass());
        }
        return type;
    }
}
