package dev.onstage.streamcontrol.account;

import dev.onstage.support.text.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * How a person is shown to others. What is absent stays as it is; an empty address of a picture removes it.
 *
 * @param avatarUrl where a picture of them is, https
 */
record Profile(
        @Nullable @OneLine(max = LONGEST_NAME) String name,
        @Nullable @HttpsAddress(mayBeEmpty = true) String avatarUrl) {

    /** The most characters of a name. */
    static final int LONGEST_NAME = 80;
}
