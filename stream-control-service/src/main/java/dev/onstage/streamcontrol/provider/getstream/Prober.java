package dev.onstage.streamcontrol.provider.getstream;

/** The people in whose name it is tried what they may do. */
enum Prober {
    /** Without a token. */
    ANONYMOUS,
    /** With a token that GetStream gives to everybody who asks. */
    GUEST,
    /** Signed in. */
    VIEWER,
    /** Invited: a member of the chat channel. */
    MEMBER,
    /** Invited, and banned from the chat channel. */
    BANNED,
    /** Whoever has the stream key. */
    BROADCASTER
}
