package dev.onstage.streamcontrol.broadcast;

/**
 * The right of one instance to check one channel, for a time. A holder that was paused does not know that its time is over:
 * so each of its writes names owner and token and is refused when they no longer hold.
 *
 * @param channelId the channel
 * @param owner the instance
 * @param token grows with each new lease of the channel
 */
record Lease(String channelId, String owner, long token) {}
