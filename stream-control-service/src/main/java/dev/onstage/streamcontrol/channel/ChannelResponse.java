package dev.onstage.streamcontrol.channel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A channel as its API shows it: {@link Channel} without ids of accounts and users and without what makes keys. */
public record ChannelResponse(
        String channelId,
        String title,
        String broadcasterName,
        int graceSeconds,
        int inactivitySeconds,
        String timeZone,
        boolean provisioned,
        @Nullable String streamCallId,
        @Nullable String chatChannelCid,
        @Nullable Instant liveStartedAt) {

    /** Shows a channel. */
    public static ChannelResponse of(Channel channel) {
        return new ChannelResponse(
                channel.channelId(),
                channel.title(),
                channel.broadcasterName(),
                channel.graceSeconds(),
                channel.inactivitySeconds(),
                channel.timeZone(),
                channel.provisioned(),
                channel.streamCallId(),
                channel.chatChannelCid(),
                channel.liveStartedAt());
    }
}
