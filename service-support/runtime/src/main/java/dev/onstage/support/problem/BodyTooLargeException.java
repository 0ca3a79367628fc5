package dev.onstage.support.problem;

import java.io.IOException;

/** A body is longer than it may be, which shows only while it is read. */
public final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    /** Makes one that says how long a body may be. */
    public BodyTooLargeException(long largest) {
        super("The request body is larger than " + largest + " bytes.");
    }
}
