package dev.onstage.events;

/**
 * An event value. Its CloudEvents {@code type} comes from {@link EventType}, its identity from the envelope: for events
 * derived from a webhook {@code ce_id} is a pure function of the body, for all others a UUIDv7 given once by the outbox.
 */
public sealed interface OnstageEvent
        permits ProviderCallEvent,
                PresenceEvent,
                ChatEvent,
                ModerationEvent,
                LifecycleEvent,
                SessionEvent,
                NotificationEvent,
                AuditEvent,
                RevocationEvent {}
