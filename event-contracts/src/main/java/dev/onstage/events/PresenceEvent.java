package dev.onstage.events;

/** Who is watching, on {@link Topic#PROVIDER_PRESENCE}. */
public sealed interface PresenceEvent extends OnstageEvent
        permits ParticipantJoined, ParticipantLeft, ParticipantCountObserved {
    /** The call, {@code type:id}. */
    String callCid();
}
