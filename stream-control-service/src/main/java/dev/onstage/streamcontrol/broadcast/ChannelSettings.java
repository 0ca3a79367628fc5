package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What decisions need to know of the channel's configuration.
 *
 * @param title the channel's title
 * @param broadcasterName who presents
 * @param broadcasterUserId the provider's user of the encoder
 * @param call the current call, null before provisioning
 * @param chatChannelCid the chat channel, null before provisioning
 * @param streamKeyExpiresAt when the encoder's key stops working, null before it was first asked for
 * @param timeZone IANA name
 * @param grace how long a live broadcast waits for a lost encoder
 * @param maxDuration when a session is ended by Onstage, null for never
 */
record ChannelSettings(
        String title,
        String broadcasterName,
        String broadcasterUserId,
        @Nullable CallId call,
        @Nullable String chatChannelCid,
        @Nullable Instant streamKeyExpiresAt,
        String timeZone,
        Duration grace,
        @Nullable Duration maxDuration) {}
