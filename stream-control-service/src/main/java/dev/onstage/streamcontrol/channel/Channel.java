package dev.onstage.streamcontrol.channel;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a broadcaster owns: one page, one chat, one call at a time.
 *
 * @param channelId {@code [a-z0-9-]{1,48}}
 * @param title the stream's title
 * @param broadcasterAccountId who may command it
 * @param broadcasterName who presents
 * @param broadcasterUserId the provider's user of the encoder, never a viewer
 * @param graceSeconds how long a live broadcast waits for a lost encoder
 * @param inactivitySeconds when the provider closes an empty session
 * @param timeZone IANA name
 * @param callGeneration counts the calls the provider retired, from 1
 * @param streamCallId the call as {@code type:id}, null until provisioned
 * @param chatChannelCid the chat channel, null until provisioned
 * @param rtmpsUrl where the encoder connects, null until provisioned
 * @param provisionedAt when it was last set up
 * @param liveStartedAt start of the session on air, null when not live
 * @param streamKeyIssuedAt what the stream key is made of, null before it was first asked for
 * @param streamKeyExpiresAt when the stream key stops working
 */
public record Channel(
        String channelId,
        String title,
        UUID broadcasterAccountId,
        String broadcasterName,
        String broadcasterUserId,
        int graceSeconds,
        int inactivitySeconds,
        String timeZone,
        int callGeneration,
        @Nullable String streamCallId,
        @Nullable String chatChannelCid,
        @Nullable String rtmpsUrl,
        @Nullable Instant provisionedAt,
        @Nullable Instant liveStartedAt,
        @Nullable Instant streamKeyIssuedAt,
        @Nullable Instant streamKeyExpiresAt) {

    /** The most characters of a title, as {@link dev.onstage.support.text.OneLine} counts them. */
    public static final int LONGEST_TITLE = 120;

    /** True while the channel has a call that can go live. */
    public boolean provisioned() {
        return streamCallId != null;
    }
}
