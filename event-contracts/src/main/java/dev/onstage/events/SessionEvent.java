package dev.onstage.events;

/** What analytics computed about a session, on {@link Topic#ANALYTICS_SESSION}. */
public sealed interface SessionEvent extends OnstageEvent permits SessionSummarised {
    /** The channel, also the record key. */
    String channelId();
}
