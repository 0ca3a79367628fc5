package dev.onstage.streamcontrol.provisioning;

import dev.onstage.streamcontrol.broadcast.EncoderState;
import dev.onstage.streamcontrol.broadcast.EncoderStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes into OBS, and what OBS does.
 *
 * @param server OBS: Settings, Stream, Server
 * @param streamKey OBS: Stream Key. A credential: shown to the broadcaster only
 * @param expiresAt when the key stops working
 * @param expired whether it has: the provider refuses an encoder with it
 * @param fix what to do about that, null unless it has expired
 * @param encoder what is connected
 * @param keys the keys that there are, the newest first, which is the one shown
 */
record EncoderResponse(
        String server,
        String streamKey,
        Instant expiresAt,
        boolean expired,
        @Nullable String fix,
        Encoder encoder,
        List<StreamKey> keys) {

    /** What is connected. */
    record Encoder(
            EncoderState state,
            @Nullable String clientName,
            @Nullable String clientVersion,
            @Nullable Instant since) {
        static Encoder of(EncoderStatus status) {
            return new Encoder(status.state(), status.clientName(), status.clientVersion(), status.since());
        }
    }

    @Override
    public String toString() {
        return "EncoderResponse[" + server + ", " + encoder + "]";
    }
}
