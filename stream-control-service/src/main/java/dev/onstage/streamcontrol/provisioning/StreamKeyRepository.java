package dev.onstage.streamcontrol.provisioning;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the stream keys of channels are made of. */
@ApplicationScoped
class StreamKeyRepository {

    private static final String COLUMNS = "key_id, label, issued_at, expires_at, revoked_at";

    /** The newest is on the channel as well. A revocation is recorded on its own, once the provider has taken it. */
    private static final String SAVE = """
            with saved as (
                update channel_config set stream_key_issued_at = $3, stream_key_expires_at = $4
                 where channel_id = $1 and stream_key_issued_at is not distinct from $2
                returning channel_id)
            insert into stream_keys (channel_id, issued_at, expires_at, label)
            select channel_id, $3::timestamptz, $4::timestamptz, $5 from saved
            """;

    private static final String LIST = """
            select %s from stream_keys
             where channel_id = $1 and (revoked_at is null or revoked_at > now() - interval '90 days')
             order by issued_at desc limit 100
            """.formatted(COLUMNS);

    private static final String FIND = "select " + COLUMNS + " from stream_keys where channel_id = $1 and key_id = $2";

    private static final String REVOKED = """
            update stream_keys set revoked_at = now()
             where channel_id = $1 and issued_at < $2 and revoked_at is null
            """;

    /** A newest key that is refused is shown as one that has expired. */
    private static final String END_NEWEST = """
            update channel_config set stream_key_expires_at = least(stream_key_expires_at, now())
             where channel_id = $1 and stream_key_issued_at < $2
            """;

    private final Pool pool;

    StreamKeyRepository(Pool pool) {
        this.pool = pool;
    }

    /** Stores what the next stream key is made of, unless somebody else was faster. */
    Uni<Boolean> save(String channelId, @Nullable Instant before, Instant issuedAt, Instant expiresAt, String label) {
        return pool.preparedQuery(SAVE)
                .execute(Tuple.of(channelId, before == null ? null : utc(before), utc(issuedAt), utc(expiresAt), label))
                .map(rows -> rows.rowCount() == 1);
    }

    /** The latest first; those that were revoked long ago are left out. */
    Uni<List<StreamKey>> list(String channelId) {
        return pool.preparedQuery(LIST).execute(Tuple.of(channelId)).map(StreamKeyRepository::toKeys);
    }

    /** The key, or null. */
    Uni<@Nullable StreamKey> find(String channelId, UUID keyId) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(channelId, keyId))
                .map(rows -> toKeys(rows).stream().findFirst().orElse(null));
    }

    /** Records that the provider refuses the keys issued before. */
    Uni<Void> revoked(String channelId, Instant issuedBefore) {
        Tuple which = Tuple.of(channelId, utc(issuedBefore));
        return pool.preparedQuery(REVOKED)
                .execute(which)
                .chain(() -> pool.preparedQuery(END_NEWEST).execute(which))
                .replaceWithVoid();
    }

    private static List<StreamKey> toKeys(RowSet<Row> rows) {
        List<StreamKey> keys = new ArrayList<>();
        for (Row row : rows) {
            OffsetDateTime revokedAt = row.getOffsetDateTime("revoked_at");
            keys.add(new StreamKey(
                    row.getUUID("key_id"),
                    row.getString("label"),
                    row.getOffsetDateTime("issued_at").toInstant(),
                    row.getOffsetDateTime("expires_at").toInstant(),
                    revokedAt == null ? null : revokedAt.toInstant()));
        }
        return keys;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
