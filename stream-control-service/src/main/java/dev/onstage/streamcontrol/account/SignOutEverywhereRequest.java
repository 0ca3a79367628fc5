package dev.onstage.streamcontrol.account;

import org.jspecify.annotations.Nullable;

/** Which logins to end. {@code keepThisOne} may be left out: then none is kept. */
record SignOutEverywhereRequest(@Nullable Boolean keepThisOne) {

    boolean keepsThisOne() {
        return Boolean.TRUE.equals(keepThisOne);
    }
}
