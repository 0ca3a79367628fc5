package dev.onstage.support.access;

/** Who may call a resource method, beside those that {@code @PermitAll} and {@link SignInOptional} let in. */
public enum Caller {
    /** Everybody who is signed in. The method asks for more where it has to look up first whose something is. */
    SIGNED_IN,
    /** The broadcaster of the channel that the path parameter {@code channelId} names. */
    BROADCASTER,
    /** That broadcaster, or whoever runs the install. */
    OWNER,
    /** These, or a moderator of that channel. The method asks for more where a moderator may do less. */
    MODERATOR,
    /** Whoever runs the install. */
    OPERATOR
}
