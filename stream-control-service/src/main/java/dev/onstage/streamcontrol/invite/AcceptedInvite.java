package dev.onstage.streamcontrol.invite;

/** What somebody is by an invite that they accepted. */
record AcceptedInvite(String channelId, InvitedAs role) {}
