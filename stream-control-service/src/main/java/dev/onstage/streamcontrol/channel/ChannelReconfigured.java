package dev.onstage.streamcontrol.channel;

/** CDI event, after commit: settings of this channel changed that the provider's call has to follow. */
public record ChannelReconfigured(String channelId) {}
