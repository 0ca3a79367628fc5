package dev.onstage.streamcontrol.broadcast;

/** Whether OBS, or whatever pushes the stream, is connected to the provider. */
public enum EncoderState {
    /** Not connected, and nothing waits for it. */
    ABSENT,
    /** Connected and sending. */
    CONNECTED,
    /** It was connected in this broadcast and is gone: the grace timer runs. */
    LOST,
    /** The provider reported that it cannot use what the encoder sends. While live the grace timer runs. */
    ERROR
}
