package dev.onstage.events;

import java.time.Instant;

/**
 * A login session was ended, by its owner or because somebody had a copy of its refresh token.
 *
 * @param accountId whose
 * @param loginSessionId the {@code sid} of its access tokens
 * @param endedAt when
 * @param until when the last access token of it has expired
 */
public record LoginEnded(String accountId, String loginSessionId, Instant endedAt, Instant until)
        implements RevocationEvent {}
