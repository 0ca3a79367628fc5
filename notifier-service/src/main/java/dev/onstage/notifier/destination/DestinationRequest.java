package dev.onstage.notifier.destination;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Creates or changes a destination. What is null keeps its value, or takes the default in a new one.
 *
 * @param kind {@code discord}
 * @param url the address as the receiver gives it; needed for a new destination; never shown again
 * @param enabled default true
 * @param notifyOnLive default true
 * @param notifyOnEnd default true
 * @param atEnd default {@link AtEnd#SECOND_POST}
 * @param onUnknown default {@link OnUnknown#RESEND_ONCE}
 */
public record DestinationRequest(
        @NotBlank String kind,
        @Nullable @Size(max = 2048) String url,
        @Nullable Boolean enabled,
        @Nullable Boolean notifyOnLive,
        @Nullable Boolean notifyOnEnd,
        @Nullable AtEnd atEnd,
        @Nullable OnUnknown onUnknown) {}
