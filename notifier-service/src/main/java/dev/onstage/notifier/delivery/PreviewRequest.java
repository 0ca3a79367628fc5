package dev.onstage.notifier.delivery;

import dev.onstage.notifier.destination.DestinationRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks what a message would look like.
 *
 * @param form which message
 * @param sessionId a session of this channel to fill in, null for an example
 * @param settings what a save would change, tried on and not saved; null for the destination as it is
 */
public record PreviewRequest(
        @NotNull Form form,
        @Nullable UUID sessionId,
        @Nullable @Valid DestinationRequest settings) {}
