package dev.onstage.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody gave a command. Written before it is carried out, and again with its outcome; both are one entry, by its id, and the
 * later one counts. Nothing in it is a secret.
 *
 * @param entryId UUIDv7, so that entries are in the order of their times
 * @param action such as {@code go-live}; a reader meets actions that it does not know
 * @param channelId the channel, null for what belongs to none or to one that is not known yet
 * @param object what it was done to within the channel, or instead of one
 * @param accountId who
 * @param accountName what they were called
 * @param login the login session, or the API token
 * @param apiToken whether it was an API token
 * @param from the network that the request came from
 * @param at when it was given
 * @param outcome {@code begun}, {@code done}, {@code refused} or {@code failed}
 */
public record AuditEntry(
        UUID entryId,
        String action,
        @Nullable String channelId,
        @Nullable String object,
        String accountId,
        String accountName,
        String login,
        boolean apiToken,
        String from,
        Instant at,
        String outcome)
        implements AuditEvent {}
