package dev.onstage.streamcontrol.broadcast;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoder axis of a broadcast.
 *
 * @param state connected or not
 * @param since since when, by the provider's clock where it told
 * @param clientName for example {@code OBS Studio}
 * @param clientVersion its version
 * @param error the provider's words, with {@link EncoderState#ERROR} only
 * @param ingressStreamId the connection that counts; null when we know of the encoder only from a list of participants
 * @param startedAt when that connection began
 * @param stoppedIds connections known to have ended, newest last: their {@code started} may still arrive
 * @param grace until when a live broadcast waits for it, null while nothing waits
 */
record Encoder(
        EncoderState state,
        @Nullable Instant since,
        @Nullable String clientName,
        @Nullable String clientVersion,
        @Nullable String error,
        @Nullable String ingressStreamId,
        @Nullable Instant startedAt,
        List<String> stoppedIds,
        @Nullable Grace grace) {

    /** Enough for an encoder that reconnects in a loop while the events of its attempts are shuffled. */
    private static final int REMEMBERED_STOPS = 8;

    /** No encoder was ever seen. */
    static final Encoder NEVER_SEEN =
            new Encoder(EncoderState.ABSENT, null, null, null, null, null, null, List.of(), null);

    /**
     * The time left to an encoder that is gone.
     *
     * @param endsAt when the broadcast ends unless the encoder is back
     * @param extendedWhy why it was extended, null when it was not
     */
    record Grace(Instant endsAt, @Nullable String extendedWhy) {}

    Encoder {
        stoppedIds = List.copyOf(stoppedIds);
    }

    boolean is(EncoderState other) {
        return state == other;
    }

    /** Lost or unusable: something that was there is missing. */
    boolean gone() {
        return state == EncoderState.LOST || state == EncoderState.ERROR;
    }

    Encoder connected(@Nullable String id, Instant at, @Nullable String name, @Nullable String version) {
        return new Encoder(EncoderState.CONNECTED, at, name, version, null, id, at, stoppedIds, null);
    }

    /** The same connection, with what an event tells that the list of participants did not. */
    Encoder identified(String id, @Nullable String name, @Nullable String version) {
        return new Encoder(state, since, name, version, error, id, startedAt, stoppedIds, grace);
    }

    Encoder absent(Instant at) {
        return new Encoder(EncoderState.ABSENT, at, null, null, null, null, startedAt, stoppedIds, null);
    }

    Encoder lost(Instant at) {
        return new Encoder(
                EncoderState.LOST, at, clientName, clientVersion, null, ingressStreamId, startedAt, stoppedIds, grace);
    }

    Encoder failed(Instant at, String reason) {
        return new Encoder(
                EncoderState.ERROR,
                at,
                clientName,
                clientVersion,
                reason,
                ingressStreamId,
                startedAt,
                stoppedIds,
                grace);
    }

    Encoder withGrace(@Nullable Grace next) {
        return new Encoder(
                state, since, clientName, clientVersion, error, ingressStreamId, startedAt, stoppedIds, next);
    }

    Encoder rememberStopped(String id) {
        if (stoppedIds.contains(id)) {
            return this;
        }
        List<String> ids = new ArrayList<>(stoppedIds);
        ids.add(id);
        List<String> kept = ids.subList(Math.max(0, ids.size() - REMEMBERED_STOPS), ids.size());
        return new Encoder(state, since, clientName, clientVersion, error, ingressStreamId, startedAt, kept, grace);
    }
}
