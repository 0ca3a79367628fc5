package dev.onstage.events;

import java.time.Instant;

/**
 * An account has lost a role, or is gone.
 *
 * @param accountId whose
 * @param rolesVersion of the roles as they are: access tokens with an earlier {@code roles_version} are refused
 * @param changedAt when
 * @param until when the last access token with an earlier one has expired
 */
public record RolesChanged(String accountId, long rolesVersion, Instant changedAt, Instant until)
        implements RevocationEvent {}
