package dev.onstage.streamcontrol.broadcast;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The encoder as the broadcaster sees it.
 *
 * @param state connected or not
 * @param clientName for example {@code OBS Studio}
 * @param clientVersion its version
 * @param since since when, null when no encoder was ever seen
 * @param graceEndsAt when the broadcast ends unless the encoder is back
 * @param error the provider's words, with {@link EncoderState#ERROR} only
 */
public record EncoderStatus(
        EncoderState state,
        @Nullable String clientName,
        @Nullable String clientVersion,
        @Nullable Instant since,
        @Nullable Instant graceEndsAt,
        @Nullable String error) {

    static EncoderStatus of(Encoder encoder) {
        Encoder.Grace grace = encoder.grace();
        return new EncoderStatus(
                encoder.state(),
                encoder.clientName(),
                encoder.clientVersion(),
                encoder.since(),
                grace == null ? null : grace.endsAt(),
                encoder.error());
    }
}
