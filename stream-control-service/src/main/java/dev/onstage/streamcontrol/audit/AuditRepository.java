package dev.onstage.streamcontrol.audit;

import dev.onstage.events.AuditEntry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The trail. */
@ApplicationScoped
class AuditRepository {

    /** What became of a command takes the place of the command, in whatever order they come. */
    private static final String SAVE = """
            insert into audit_entries as kept (entry_id, at, action, channel_id, object, account_id, account_name, login,
                                               api_token, from_network, outcome)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            on conflict (entry_id) do update
               set outcome = excluded.outcome, channel_id = excluded.channel_id, object = excluded.object
             where kept.outcome = 'begun'
            """;

    /** Refusals cost whoever asks for them nothing: one a minute tells enough. */
    private static final String DROP_REPEATED_REFUSAL = """
            delete from audit_entries one
             where entry_id = $1 and outcome = 'refused'
               and exists (select from audit_entries other
                            where other.account_id = one.account_id and other.action = one.action
                              and other.channel_id is not distinct from one.channel_id
                              and other.outcome = 'refused' and other.entry_id <> one.entry_id
                              and other.at > one.at - interval '1 minute' and other.at <= one.at)
            """;

    private static final String PAGE = """
            select entry_id, at, action, channel_id, object, account_id, account_name, login, api_token, from_network, outcome
              from audit_entries
             where ($1::text is null or channel_id = $1) and ($2::uuid is null or entry_id < $2)
             order by entry_id desc
             limit $3
            """;

    private static final String FORGET = """
            delete from audit_entries
             where entry_id in (select entry_id from audit_entries
                                 where at < now() - $1 * interval '1 second' order by at limit $2)
            """;

    private final Pool pool;

    AuditRepository(Pool pool) {
        this.pool = pool;
    }

    /** Writes an entry, or what became of it. */
    Uni<Void> save(AuditEntry entry) {
        return pool.withTransaction(tx -> save(tx, entry));
    }

    /** The same in a transaction of the caller. */
    static Uni<Void> save(SqlClient tx, AuditEntry entry) {
        Tuple row = Tuple.tuple()
                .addUUID(entry.entryId())
                .addOffsetDateTime(entry.at().atOffset(ZoneOffset.UTC))
                .addString(entry.action())
                .addString(entry.channelId())
                .addString(entry.object())
                .addString(entry.accountId())
                .addString(entry.accountName())
                .addString(entry.login())
                .addBoolean(entry.apiToken())
                .addString(entry.from())
                .addString(entry.outcome());
        Uni<Void> saved = tx.preparedQuery(SAVE).execute(row).replaceWithVoid();
        return entry.outcome().equals("refused")
                ? saved.chain(() -> tx.preparedQuery(DROP_REPEATED_REFUSAL).execute(Tuple.of(entry.entryId())))
                        .replaceWithVoid()
                : saved;
    }

    /**
     * The newest entries.
     *
     * @param channelId of that channel; null for everything
     * @param before older than that one; null for the newest
     */
    Uni<List<AuditEntry>> page(@Nullable String channelId, @Nullable UUID before, int limit) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.tuple().addString(channelId).addUUID(before).addInteger(limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AuditRepository::entry)
                        .toList());
    }

    private static AuditEntry entry(Row row) {
        return new AuditEntry(
                row.getUUID("entry_id"),
                row.getString("action"),
                row.getString("channel_id"),
                row.getString("object"),
                row.getString("account_id"),
                row.getString("account_name"),
                row.getString("login"),
                row.getBoolean("api_token"),
                row.getString("from_network"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("outcome"));
    }

    /** Removes what is older, so many at most; how many it were. */
    Uni<Integer> forget(Duration keep, int limit) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(keep.toSeconds(), limit))
                .map(rows -> rows.rowCount());
    }
}
