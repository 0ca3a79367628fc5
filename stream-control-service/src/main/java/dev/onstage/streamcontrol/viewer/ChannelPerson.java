package dev.onstage.streamcontrol.viewer;

import dev.onstage.streamcontrol.provider.StreamingProvider.ChatRole;
import dev.onstage.streamcontrol.viewer.ChannelStanding.Known;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person on a channel, as the tables are at one moment.
 *
 * @param avatarUrl where a picture of them is
 * @param removed the account was removed
 * @param callCid the channel's call, null before it is set up
 * @param chatCid the channel's chat, null before it is set up
 * @param broadcasterUserId in whose name the provider is told of bans
 * @param wasBanned from this channel at any time, so that the provider may have been told
 * @param bannedByUs banned from this channel by a ban that was made here
 * @param changesAt when a ban ends by itself, null when none does
 * @param told what the provider was told, of the call and the chat it was told for
 */
record ChannelPerson(
        String channelId,
        UUID accountId,
        String name,
        @Nullable String avatarUrl,
        boolean removed,
        @Nullable String callCid,
        @Nullable String chatCid,
        String broadcasterUserId,
        ChannelStanding standing,
        boolean wasBanned,
        boolean bannedByUs,
        @Nullable Instant changesAt,
        Told told) {

    /** What the provider was told, and for which call and chat. */
    record Told(
            Known known, @Nullable String callCid, @Nullable String chatCid, boolean owed) {}

    /**
     * What is left to be told of what can be told at all: without a call or a chat there is nothing to tell it of.
     *
     * @param inDoubt the provider may have something else than it was told according to the tables: then everything is told
     */
    List<Step> steps(boolean inDoubt) {
        Known wanted = standing.wanted();
        List<Step> steps = inDoubt ? Step.all(wanted) : Step.between(toldAsThingsAre(), wanted);
        return steps.stream()
                .filter(step -> (step.isOfCall() ? callCid : chatCid) != null)
                .filter(this::isOurs)
                .toList();
    }

    /** A ban that was made at the provider is not told again, since that would take its end away, nor is one lifted unknown to us. */
    private boolean isOurs(Step step) {
        return switch (step) {
            case BAN -> bannedByUs || !toldAsThingsAre().ban();
            case UNBAN -> wasBanned;
            default -> true;
        };
    }

    /** What the provider has once the steps are done. */
    Known toldAfterwards() {
        Known wanted = standing.wanted();
        return new Known(
                chatCid == null ? ChatRole.NONE : wanted.role(),
                chatCid != null && wanted.ban(),
                callCid != null && wanted.block());
    }

    /** Another call has no blocks, another chat no members. */
    private Known toldAsThingsAre() {
        boolean sameChat = chatCid != null && chatCid.equals(told.chatCid());
        boolean sameCall = callCid != null && callCid.equals(told.callCid());
        return new Known(
                sameChat ? told.known().role() : ChatRole.NONE,
                sameChat && told.known().ban(),
                sameCall && told.known().block());
    }
}
