package dev.onstage.support.access;

import io.smallrye.mutiny.Uni;

/**
 * Where the truth about logins is: the service that keeps them offers it, so that it need not believe everybody while Redis is
 * away. The others have Redis only.
 */
public interface LoginRecords {
    /** What has become of the login; fails when that cannot be read. */
    Uni<Standing> standing(SignedIn person);
}
