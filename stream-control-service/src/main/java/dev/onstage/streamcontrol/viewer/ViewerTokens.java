package dev.onstage.streamcontrol.viewer;

import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.support.access.SignedIn;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Has the provider refuse the tokens of people who have signed out, and throws them out of the calls that are on air, where a
 * token is looked at only when somebody joins. The provider knows users and not login sessions, so the same person's pages
 * elsewhere lose theirs as well, ask for others and join again.
 */
@ApplicationScoped
class ViewerTokens {

    private static final Logger LOG = Logger.getLogger(ViewerTokens.class);

    /** Times are those of the database: copies whose clocks differ agree on which token is older than a revocation. */
    private static final String RECORD = """
            insert into viewer_tokens (login_session_id, account_id, expires_at) values ($1, $2, $3)
            on conflict (login_session_id) do update set expires_at = greatest(viewer_tokens.expires_at, $3)
            returning (select issued_before from viewer_revocations where account_id = $2) as issued_before, now() as recorded_at
            """;

    /** A second more, since what the provider compares with has whole seconds. */
    private static final String REVOKED = """
            insert into viewer_revocations (account_id, issued_before) values ($1, now() + interval '1 second')
            on conflict (account_id) do update
               set issued_before = greatest(viewer_revocations.issued_before, excluded.issued_before)
            returning issued_before
            """;

    private static final String FORGET_REVOCATIONS =
            "delete from viewer_revocations where issued_before <= now() - interval '1 hour'";

    private static final String SIGNED_OUT = """
            select login_session_id, viewer_tokens.account_id
              from viewer_tokens join login_sessions using (login_session_id)
             where viewer_tokens.expires_at > now() and revoked_at is not null
             order by revoked_at
             limit 50
            """;

    private static final String ON_AIR = """
            select stream_call_id
              from broadcasts join channel_config using (channel_id)
             where state in ('STARTING', 'LIVE', 'ENDING') and stream_call_id is not null
            """;

    /** People at once: as many as there may be after one page of them was signed out must lose it in seconds. */
    private static final int AT_ONCE = 8;

    private static final String SETTLE = "delete from viewer_tokens where login_session_id = $1";

    private static final String FORGET_EXPIRED = "delete from viewer_tokens where expires_at <= now()";

    private final Pool pool;
    private final StreamingProvider provider;

    ViewerTokens(Pool pool, StreamingProvider provider) {
        this.pool = pool;
        this.provider = provider;
    }

    /**
     * Remembers that a token is about to be given out.
     *
     * @return when it has to be issued so that the provider takes it: at this moment, or where tokens of the person were revoked a
     *     moment ago, as late as that revocation spares
     */
    Uni<Instant> record(SignedIn person, Instant expiresAt) {
        return pool.preparedQuery(RECORD)
                .execute(Tuple.of(
                        UUID.fromString(person.loginSession()),
                        UUID.fromString(person.accountId()),
                        expiresAt.atOffset(ZoneOffset.UTC)))
                .map(rows -> issuedAt(rows.iterator().next()));
    }

    private static Instant issuedAt(Row recorded) {
        OffsetDateTime revoked = recorded.getOffsetDateTime("issued_before");
        OffsetDateTime now = recorded.getOffsetDateTime("recorded_at");
        return (revoked == null || revoked.isBefore(now) ? now : revoked).toInstant();
    }

    /** Every replica may: to revoke twice is to revoke once. What the provider does not take is tried again. */
    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> revokeOfSignedOut() {
        return pool.query(SIGNED_OUT)
                .execute()
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUni(this::revoke)
                .merge(AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("Viewer tokens were not looked after: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    @Scheduled(every = "5m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forgetExpired() {
        return pool.query(FORGET_EXPIRED)
                .execute()
                .chain(() -> pool.query(FORGET_REVOCATIONS).execute())
                .replaceWithVoid();
    }

    private Uni<Void> revoke(Row signedOut) {
        UUID accountId = signedOut.getUUID("account_id");
        return pool.preparedQuery(REVOKED)
                .execute(Tuple.of(accountId))
                .map(rows -> rows.iterator()
                        .next()
                        .getOffsetDateTime("issued_before")
                        .toInstant())
                .chain(issuedBefore -> provider.revokeViewerTokens(accountId.toString(), issuedBefore))
                .chain(() -> throwOut(accountId.toString()))
                .chain(() -> pool.preparedQuery(SETTLE).execute(Tuple.of(signedOut.getUUID("login_session_id"))))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("A viewer's tokens will be revoked later: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> throwOut(String userId) {
        return pool.query(ON_AIR)
                .execute()
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUniAndConcatenate(
                        row -> provider.throwOut(CallId.parse(row.getString("stream_call_id")), userId))
                .collect()
                .last();
    }
}
