package dev.onstage.streamcontrol.apitoken;

import dev.onstage.streamcontrol.account.ScopedTokens.Grant;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API token, without its secret.
 *
 * @param tokenId by which it is revoked
 * @param name what its owner calls it
 * @param scopes what it is for
 * @param channels which channels of its owner; null for all
 * @param createdAt when it was made
 * @param expiresAt until when it is good
 * @param lastUsedAt when it was exchanged for an access token last; null for never
 * @param lastUsedFrom the network that came from
 * @param owner whose it is
 */
record ApiToken(
        UUID tokenId,
        String name,
        List<String> scopes,
        @Nullable List<String> channels,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable String lastUsedFrom,
        Owner owner) {

    /** Who has made it. */
    record Owner(UUID accountId, String name) {}

    static ApiToken of(Row row) {
        return new ApiToken(
                row.getUUID("api_token_id"),
                row.getString("name"),
                List.of(row.getArrayOfStrings("scopes")),
                listed(row.getArrayOfStrings("channels")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant(),
                instant(row.getOffsetDateTime("last_used_at")),
                row.getString("last_used_from"),
                new Owner(row.getUUID("account_id"), row.getString("owner")));
    }

    private static @Nullable List<String> listed(String @Nullable [] channels) {
        return channels == null ? null : List.of(channels);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    Grant grant() {
        return new Grant(
                owner.accountId(),
                tokenId,
                expiresAt,
                Set.copyOf(scopes),
                channels == null ? null : Set.copyOf(channels));
    }
}
