package dev.onstage.streamcontrol.viewer;

import dev.onstage.streamcontrol.provider.StreamingProvider.ChatRole;
import dev.onstage.streamcontrol.viewer.ViewerAccess.Rights;

/**
 * What the tables say of a person on a channel, and what follows from it. Signed in is enough to watch; an invitation or a role is
 * needed to write. Somebody whose invitation was ended has less than somebody who never had one: they were shown out.
 *
 * @param crew the channel's broadcaster or one of its moderators
 * @param invited has accepted an invite that holds
 * @param shownOut has accepted invites, and none holds any more
 * @param bannedHere from this channel
 * @param bannedEverywhere from the provider's whole app
 */
record ChannelStanding(boolean crew, boolean invited, boolean shownOut, boolean bannedHere, boolean bannedEverywhere) {

    Rights rights() {
        if (bannedHere || bannedEverywhere) {
            return Rights.NONE;
        }
        if (crew) {
            return new Rights(true, true, true);
        }
        return new Rights(invited || !shownOut, invited, false);
    }

    /** What the provider should have of them. Membership outlasts a ban, so that lifting the ban gives it back. */
    Known wanted() {
        ChatRole role = crew ? ChatRole.MODERATOR : invited ? ChatRole.MEMBER : ChatRole.NONE;
        return new Known(role, bannedHere, !rights().watch());
    }

    /**
     * What the provider has of a person on a channel.
     *
     * @param role in the chat
     * @param ban from the chat
     * @param block on the call
     */
    record Known(ChatRole role, boolean ban, boolean block) {}
}
