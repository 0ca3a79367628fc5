package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.broadcast.BroadcastState.Ending;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Starting;
import dev.onstage.streamcontrol.broadcast.Encoder.Grace;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and writes of the table {@code broadcasts}. */
@ApplicationScoped
class BroadcastRepository {

    private static final String FIND = """
            SELECT b.*, c.title, c.broadcaster_name, c.broadcaster_user_id, c.stream_call_id, c.chat_channel_cid,
                   c.stream_key_expires_at, c.time_zone, c.grace_seconds, c.max_duration_seconds, c.foreign_call_cid,
                   c.foreign_call_creator, c.foreign_call_found_at
              FROM broadcasts b JOIN channel_config c USING (channel_id)
            """;
    private static final String FIND_BY_CHANNEL = FIND + " WHERE b.channel_id = $1";
    private static final String FIND_CHANNEL_OF_CALL =
            "SELECT channel_id FROM channel_config WHERE stream_call_id = $1";
    private static final String CREATE = "INSERT INTO broadcasts (channel_id) VALUES ($1) ON CONFLICT DO NOTHING";

    /** Announced to every replica when the transaction commits. */
    static final String NOTIFICATION_CHANNEL_SQL = "'broadcast_' || current_schema()";

    /** The guard of a holder of a lease; a null owner stands for a write that needs none. */
    private static final String GUARD = """
            ($2::text IS NULL OR (lease_owner = $2 AND lease_token = $3 AND lease_until > clock_timestamp()))
            """;

    private static final String SAVE = """
            WITH saved AS (
            UPDATE broadcasts
               SET version = version + 1,
                   epoch = $5, seq = $6, fence_nanos = $7, state = $8, state_since = $9, deadline = $10, end_reason = $11,
                   session_id = $12, session_title = $13, session_started_at = $14, session_adopted = $15,
                   last_session_id = $16, last_session_started_at = $17, last_session_ended_at = $18,
                   last_end_reason = $19,
                   encoder = $20, encoder_since = $21, encoder_client = $22, encoder_version = $23, encoder_error = $24,
                   ingress_stream_id = $25, ingress_started_at = $26, ingress_stopped_ids = $27,
                   grace_ends_at = $28, grace_extended_why = $29,
                   stop_owed_since = $30, stop_owed_attempts = $31, stop_owed_error = $32,
                   command = $33, command_epoch = $34, command_since = $35, command_until = $36,
                   trouble = $37, trouble_since = $38,
                   provider_session_id = $39, provider_session_open = $40,
                   last_observed_at = $41, webhook_awaited_since = $42,
                   sessions_to_pull = array_cat(sessions_to_pull, ARRAY(
                       SELECT id FROM unnest($43::text[]) id WHERE id <> ALL (sessions_to_pull))),
                   next_check_at = CASE WHEN $44::timestamptz IS NULL THEN NULL ELSE least(next_check_at, $44) END,
                   fence_answered_at = $45, fence_doubted_since = $46, fence_doubted_until = $47,
                   claim = $48, claim_nanos = $49, claim_since = $50, claim_until = $51,
                   traceparent = CASE WHEN seq = $6 THEN traceparent ELSE $52 END,
                   traced_seq = CASE WHEN seq = $6 THEN traced_seq ELSE $6 END
             WHERE channel_id = $1 AND version = $4 AND %s
            RETURNING channel_id)
            SELECT pg_notify(%s, channel_id) FROM saved
            """.formatted(GUARD, NOTIFICATION_CHANNEL_SQL);

    private static final String TRACE =
            "SELECT traceparent FROM broadcasts WHERE channel_id = $1 AND seq = $2 AND traced_seq = $2";

    private static final String LEASE_HOLDS = "SELECT 1 FROM broadcasts WHERE channel_id = $1 AND " + GUARD;

    private static final String SET_LIVE_STARTED_AT =
            "UPDATE channel_config SET live_started_at = $2 WHERE channel_id = $1";

    private static final String RETIRE_CALL = """
            UPDATE channel_config
               SET stream_call_id = NULL, rtmps_url = NULL, provisioned_at = NULL, call_generation = call_generation + 1
             WHERE channel_id = $1
            """;

    private static final String SET_FOREIGN_CALL = """
            UPDATE channel_config SET foreign_call_cid = $2, foreign_call_creator = $3, foreign_call_found_at = $4
             WHERE channel_id = $1
            """;

    private static final String WATCHED = """
            UPDATE broadcasts
               SET watched_until = clock_timestamp() + $2 * interval '1 millisecond',
                   next_check_at = least(next_check_at, clock_timestamp() + $3 * interval '1 millisecond')
             WHERE channel_id = $1 AND next_check_at IS NOT NULL
            """;

    private final BroadcastConfig config;

    BroadcastRepository(BroadcastConfig config) {
        this.config = config;
    }

    Uni<Void> create(SqlClient tx, String channelId) {
        return tx.preparedQuery(CREATE).execute(Tuple.of(channelId)).replaceWithVoid();
    }

    Uni<Optional<BroadcastSnapshot>> find(SqlClient client, String channelId) {
        return client.preparedQuery(FIND_BY_CHANNEL)
                .execute(Tuple.of(channelId))
                .map(rows -> rows.stream().map(BroadcastRows::snapshot).findFirst());
    }

    /** Reads and locks, for callers that decide within a longer transaction. */
    Uni<Optional<BroadcastSnapshot>> findForUpdate(SqlClient tx, String channelId) {
        return tx.preparedQuery(FIND_BY_CHANNEL + " FOR UPDATE OF b")
                .execute(Tuple.of(channelId))
                .map(rows -> rows.stream().map(BroadcastRows::snapshot).findFirst());
    }

    Uni<List<BroadcastSnapshot>> findAll(SqlClient client) {
        return client.preparedQuery(FIND)
                .execute()
                .map(rows -> rows.stream().map(BroadcastRows::snapshot).toList());
    }

    /** The trace in which the lifecycle event of that number came about; empty once there is a newer one, and for none. */
    Uni<Optional<String>> findTrace(SqlClient client, String channelId, long seq) {
        return client.preparedQuery(TRACE).execute(Tuple.of(channelId, seq)).map(rows -> rows.stream()
                .map(row -> row.getString("traceparent"))
                .filter(Objects::nonNull)
                .findFirst());
    }

    Uni<Set<String>> findIds(SqlClient client) {
        return client.query("SELECT channel_id FROM broadcasts").execute().map(rows -> rows.stream()
                .map(row -> row.getString("channel_id"))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** The channel whose current call this is. Calls that were retired, and calls of others, belong to none. */
    Uni<Optional<String>> findChannelOfCall(SqlClient client, String callCid) {
        return client.preparedQuery(FIND_CHANNEL_OF_CALL)
                .execute(Tuple.of(callCid))
                .map(rows ->
                        rows.stream().map(row -> row.getString("channel_id")).findFirst());
    }

    /**
     * Writes a decision: the state, its announcement, and what of it the channel shows. The channel's row comes first, as
     * for everybody who writes both, so that two of them cannot wait for each other.
     *
     * @param nextCheckAt the reconciler is to look at the channel by then, null for never
     * @param lease what the writer holds, null for a write that needs none
     * @return false when the version or the lease was no longer the one the decision was made under: roll back then
     */
    Uni<Boolean> save(
            SqlClient tx,
            Broadcast before,
            Decision.Accepted decision,
            @Nullable Instant nextCheckAt,
            @Nullable Lease lease,
            @Nullable String traceParent) {
        return showOnChannel(tx, before, decision)
                .flatMap(shown ->
                        tx.preparedQuery(SAVE).execute(values(before, decision, nextCheckAt, lease, traceParent)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Records that a dashboard is open, and has the reconciler look as often as that asks for. */
    Uni<Void> watched(SqlClient client, String channelId) {
        return client.preparedQuery(WATCHED)
                .execute(Tuple.of(
                        channelId,
                        config.watched().toMillis(),
                        config.reconciler().watched().toMillis()))
                .replaceWithVoid();
    }

    /** Whether a lease still holds. */
    Uni<Boolean> holds(SqlClient client, Lease lease) {
        return client.preparedQuery(LEASE_HOLDS)
                .execute(Tuple.of(lease.channelId(), lease.owner(), lease.token()))
                .map(rows -> rows.rowCount() == 1);
    }

    private static Uni<Void> showOnChannel(SqlClient tx, Broadcast before, Decision.Accepted decision) {
        String channelId = before.channelId();
        Instant was = startedAt(before);
        Instant is = startedAt(decision.next());
        Uni<Void> shown = Uni.createFrom().voidItem();
        if (!Objects.equals(was, is)) {
            shown = tx.preparedQuery(SET_LIVE_STARTED_AT)
                    .execute(Tuple.of(channelId, BroadcastRows.stored(is)))
                    .replaceWithVoid();
        }
        if (decision.callRetired()) {
            shown = shown.flatMap(ignored -> tx.preparedQuery(RETIRE_CALL).execute(Tuple.of(channelId)))
                    .replaceWithVoid();
        }
        ForeignCall foreign = decision.foreignCall();
        if (foreign != null) {
            shown = shown.flatMap(ignored -> tx.preparedQuery(SET_FOREIGN_CALL)
                            .execute(Tuple.of(
                                    channelId,
                                    foreign.callCid(),
                                    foreign.madeBy(),
                                    BroadcastRows.stored(foreign.foundAt()))))
                    .replaceWithVoid();
        }
        return shown;
    }

    private static @Nullable Instant startedAt(Broadcast broadcast) {
        StreamSession session = broadcast.state().session();
        return session == null ? null : session.startedAt();
    }

    private static Tuple values(
            Broadcast before,
            Decision.Accepted decision,
            @Nullable Instant nextCheckAt,
            @Nullable Lease lease,
            @Nullable String traceParent) {
        Broadcast next = decision.next();
        BroadcastState state = next.state();
        StreamSession session = state.session();
        EndedSession last = next.lastSession();
        Encoder encoder = next.encoder();
        Grace grace = encoder.grace();
        StopOwed stop = next.stopOwed();
        CommandInFlight command = next.command();
        Trouble trouble = next.trouble();
        Doubt doubted = next.fence().doubt();
        Claim claim = next.claim();
        return Tuple.tuple()
                .addString(before.channelId())
                .addString(lease == null ? null : lease.owner())
                .addLong(lease == null ? 0 : lease.token())
                .addLong(before.version())
                .addLong(next.epoch())
                .addLong(next.seq())
                .addLong(BroadcastRows.nanosOf(next.fence().updatedAt()))
                .addString(state.name().name())
                .addOffsetDateTime(BroadcastRows.stored(next.since()))
                .addOffsetDateTime(
                        BroadcastRows.stored(state instanceof Starting starting ? starting.deadline() : null))
                .addString(state instanceof Ending ending ? ending.reason().name() : null)
                .addUUID(session == null ? null : session.sessionId())
                .addString(session == null ? null : session.title())
                .addOffsetDateTime(BroadcastRows.stored(session == null ? null : session.startedAt()))
                .addBoolean(session != null && session.adopted())
                .addUUID(last == null ? null : last.sessionId())
                .addOffsetDateTime(BroadcastRows.stored(last == null ? null : last.startedAt()))
                .addOffsetDateTime(BroadcastRows.stored(last == null ? null : last.endedAt()))
                .addString(last == null ? null : last.reason().name())
                .addString(encoder.state().name())
                .addOffsetDateTime(BroadcastRows.stored(encoder.since()))
                .addString(encoder.clientName())
                .addString(encoder.clientVersion())
                .addString(encoder.error())
                .addString(encoder.ingressStreamId())
                .addOffsetDateTime(BroadcastRows.stored(encoder.startedAt()))
                .addArrayOfString(encoder.stoppedIds().toArray(String[]::new))
                .addOffsetDateTime(BroadcastRows.stored(grace == null ? null : grace.endsAt()))
                .addString(grace == null ? null : grace.extendedWhy())
                .addOffsetDateTime(BroadcastRows.stored(stop == null ? null : stop.since()))
                .addInteger(stop == null ? 0 : stop.attempts())
                .addString(stop == null ? null : stop.lastError())
                .addString(command == null ? null : command.kind().name())
                .addLong(command == null ? null : command.epoch())
                .addOffsetDateTime(BroadcastRows.stored(command == null ? null : command.since()))
                .addOffsetDateTime(BroadcastRows.stored(command == null ? null : command.until()))
                .addString(trouble == null ? null : trouble.message())
                .addOffsetDateTime(BroadcastRows.stored(trouble == null ? null : trouble.since()))
                .addString(next.providerSessionId())
                .addBoolean(next.providerSessionOpen())
                .addOffsetDateTime(BroadcastRows.stored(next.lastObservedAt()))
                .addOffsetDateTime(BroadcastRows.stored(next.webhookAwaitedSince()))
                .addArrayOfString(decision.sessionsToPull().stream()
                        .map(SessionToPull::stored)
                        .toArray(String[]::new))
                .addOffsetDateTime(BroadcastRows.stored(nextCheckAt))
                .addOffsetDateTime(BroadcastRows.stored(next.fence().answeredAt()))
                .addOffsetDateTime(BroadcastRows.stored(doubted == null ? null : doubted.since()))
                .addOffsetDateTime(BroadcastRows.stored(doubted == null ? null : doubted.until()))
                .addString(claim == null ? null : claim.says().name())
                .addLong(claim == null ? null : BroadcastRows.nanosOf(claim.updatedAt()))
                .addOffsetDateTime(BroadcastRows.stored(
                        claim == null ? null : claim.doubt().since()))
                .addOffsetDateTime(BroadcastRows.stored(
                        claim == null ? null : claim.doubt().until()))
                .addString(traceParent);
    }
}
