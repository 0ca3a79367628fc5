package dev.onstage.streamcontrol.provider.getstream;

/** What is tried. */
enum Attempt {
    READ_CALL("read the call", "read-call", true),
    JOIN_CALL("join the call", "join-call", true),
    PUBLISH("send sound and pictures", "send-video", true),
    GO_LIVE("take the call live", "update-call", true),
    CREATE_CALL("make another call", "create-call", true),
    READ_CHAT("read the chat and its history", "read-channel", false),
    POST("write in the chat", "create-message", false),
    CREATE_CHANNEL("make another chat channel", "create-channel", false);

    private final String words;
    private final String grant;
    private final boolean inCalls;

    Attempt(String words, String grant, boolean inCalls) {
        this.words = words;
        this.grant = grant;
        this.inCalls = inCalls;
    }

    /** What it is called in messages, after "may". */
    String words() {
        return words;
    }

    /** The permission that decides about it. */
    String grant() {
        return grant;
    }

    /** Whether that is granted by the call type, else by the chat channel type. */
    boolean inCalls() {
        return inCalls;
    }
}
