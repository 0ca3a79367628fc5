package dev.onstage.events;

/**
 * What stream-control decided about a channel, on {@link Topic#STREAM_LIFECYCLE}. The only truth about live or not.
 *
 * <p>{@code seq} grows by one with each event of a channel: a reader drops an event whose {@code seq} is not greater than
 * the last one it applied for that channel.
 */
public sealed interface LifecycleEvent extends OnstageEvent
        permits ChannelChanged, StreamWentLive, StreamEnded, EncoderLost, EncoderBack {
    /** The channel, also the record key. */
    String channelId();

    /** Per-channel sequence number, from 1. */
    long seq();

    /** The go-live command this belongs to; 0 before the first. */
    long epoch();
}
