package dev.onstage.events;

import org.jspecify.annotations.Nullable;

/**
 * A channel exists with these properties: sent when it is created, provisioned, renamed or reconfigured.
 *
 * @param channelId the channel
 * @param seq per-channel sequence number
 * @param epoch the latest go-live
 * @param title the stream title
 * @param broadcasterName who presents
 * @param broadcasterUserId the provider's user id of the broadcaster: never a viewer
 * @param callCid the current call, null before provisioning
 * @param chatChannelCid the chat channel, null before provisioning
 * @param timeZone IANA name
 */
public record ChannelChanged(
        String channelId,
        long seq,
        long epoch,
        String title,
        String broadcasterName,
        String broadcasterUserId,
        @Nullable String callCid,
        @Nullable String chatChannelCid,
        String timeZone)
        implements LifecycleEvent {}
