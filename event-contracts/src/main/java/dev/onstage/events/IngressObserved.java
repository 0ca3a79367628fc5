package dev.onstage.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The provider reported on an incoming RTMP stream.
 *
 * @param callCid the call it feeds
 * @param kind what happened
 * @param userId the publishing user
 * @param ingressStreamId identifies one connection of an encoder: a reconnect has another
 * @param clientName the encoder's name, for example {@code OBS Studio}
 * @param clientVersion its version
 * @param error the provider's text, with {@link Kind#ERROR} only
 * @param errorCode the provider's code, with {@link Kind#ERROR} only
 * @param observedAt the provider's time of the event
 */
public record IngressObserved(
        String callCid,
        Kind kind,
        String userId,
        String ingressStreamId,
        @Nullable String clientName,
        @Nullable String clientVersion,
        @Nullable String error,
        @Nullable String errorCode,
        Instant observedAt)
        implements ProviderCallEvent {

    /** What happened to the incoming stream. */
    public enum Kind {
        STARTED,
        STOPPED,
        ERROR
    }
}
