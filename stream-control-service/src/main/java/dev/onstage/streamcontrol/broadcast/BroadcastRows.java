package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.EndReason;
import dev.onstage.streamcontrol.broadcast.BroadcastSnapshot.CheckFailure;
import dev.onstage.streamcontrol.broadcast.BroadcastSnapshot.Upkeep;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows of {@code broadcasts} joined with {@code channel_config}: the only place that can meet an impossible combination. */
final class BroadcastRows {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final Instant FIRST = instantOf(Long.MIN_VALUE);
    private static final Instant LAST = instantOf(Long.MAX_VALUE);

    private BroadcastRows() {}

    static BroadcastSnapshot snapshot(Row row) {
        return new BroadcastSnapshot(broadcast(row), channel(row), upkeep(row));
    }

    private static Broadcast broadcast(Row row) {
        return new Broadcast(
                text(row, "channel_id"),
                row.getLong("version"),
                row.getLong("epoch"),
                row.getLong("seq"),
                fence(row),
                claim(row),
                state(row),
                required(row, "state_since"),
                encoder(row),
                stopOwed(row),
                command(row),
                trouble(row),
                lastSession(row),
                row.getString("provider_session_id"),
                row.getBoolean("provider_session_open"),
                instant(row, "last_observed_at"),
                instant(row, "webhook_awaited_since"));
    }

    private static Fence fence(Row row) {
        return new Fence(
                instantOf(row.getLong("fence_nanos")),
                required(row, "fence_answered_at"),
                doubt(row, "fence_doubted_since", "fence_doubted_until"));
    }

    private static @Nullable Claim claim(Row row) {
        String says = row.getString("claim");
        Doubt doubt = doubt(row, "claim_since", "claim_until");
        return says == null || doubt == null
                ? null
                : new Claim(Claim.Says.valueOf(says), instantOf(row.getLong("claim_nanos")), doubt);
    }

    private static @Nullable Doubt doubt(Row row, String since, String until) {
        Instant began = instant(row, since);
        return began == null ? null : new Doubt(began, required(row, until));
    }

    private static BroadcastState state(Row row) {
        BroadcastState.Name name = BroadcastState.Name.valueOf(text(row, "state"));
        StreamSession session = session(row);
        return switch (name) {
            case UNPROVISIONED -> new BroadcastState.Unprovisioned();
            case READY -> new BroadcastState.Ready();
            case STARTING -> new BroadcastState.Starting(required(row, "deadline"));
            case LIVE -> new BroadcastState.Live(Objects.requireNonNull(session, "LIVE without a session"));
            case ENDING -> new BroadcastState.Ending(session, EndReason.valueOf(text(row, "end_reason")));
        };
    }

    private static @Nullable StreamSession session(Row row) {
        if (row.getUUID("session_id") == null) {
            return null;
        }
        return new StreamSession(
                row.getUUID("session_id"),
                text(row, "session_title"),
                required(row, "session_started_at"),
                row.getBoolean("session_adopted"));
    }

    private static Encoder encoder(Row row) {
        Instant graceEndsAt = instant(row, "grace_ends_at");
        return new Encoder(
                EncoderState.valueOf(text(row, "encoder")),
                instant(row, "encoder_since"),
                row.getString("encoder_client"),
                row.getString("encoder_version"),
                row.getString("encoder_error"),
                row.getString("ingress_stream_id"),
                instant(row, "ingress_started_at"),
                List.of(row.getArrayOfStrings("ingress_stopped_ids")),
                graceEndsAt == null ? null : new Encoder.Grace(graceEndsAt, row.getString("grace_extended_why")));
    }

    private static @Nullable StopOwed stopOwed(Row row) {
        Instant since = instant(row, "stop_owed_since");
        return since == null
                ? null
                : new StopOwed(since, row.getInteger("stop_owed_attempts"), row.getString("stop_owed_error"));
    }

    private static @Nullable CommandInFlight command(Row row) {
        String kind = row.getString("command");
        return kind == null
                ? null
                : new CommandInFlight(
                        CommandInFlight.Kind.valueOf(kind),
                        row.getLong("command_epoch"),
                        required(row, "command_since"),
                        required(row, "command_until"));
    }

    private static @Nullable Trouble trouble(Row row) {
        String message = row.getString("trouble");
        return message == null ? null : new Trouble(message, required(row, "trouble_since"));
    }

    private static @Nullable EndedSession lastSession(Row row) {
        if (row.getUUID("last_session_id") == null) {
            return null;
        }
        return new EndedSession(
                row.getUUID("last_session_id"),
                required(row, "last_session_started_at"),
                required(row, "last_session_ended_at"),
                EndReason.valueOf(text(row, "last_end_reason")));
    }

    private static ChannelSettings channel(Row row) {
        String cid = row.getString("stream_call_id");
        Integer maxDuration = row.getInteger("max_duration_seconds");
        return new ChannelSettings(
                text(row, "title"),
                text(row, "broadcaster_name"),
                text(row, "broadcaster_user_id"),
                cid == null ? null : CallId.parse(cid),
                row.getString("chat_channel_cid"),
                instant(row, "stream_key_expires_at"),
                text(row, "time_zone"),
                Duration.ofSeconds(row.getInteger("grace_seconds")),
                maxDuration == null ? null : Duration.ofSeconds(maxDuration));
    }

    private static Upkeep upkeep(Row row) {
        String error = row.getString("check_error");
        CheckFailure failure = error == null
                ? null
                : new CheckFailure(
                        text(row, "check_error_kind"),
                        error,
                        required(row, "check_failing_since"),
                        row.getInteger("check_failures"));
        return new Upkeep(
                instant(row, "last_checked_at"),
                failure,
                Stream.of(row.getArrayOfStrings("sessions_to_pull"))
                        .map(SessionToPull::parse)
                        .toList(),
                instant(row, "pulled_at"),
                instant(row, "watched_until"),
                foreignCall(row));
    }

    private static @Nullable ForeignCall foreignCall(Row row) {
        Instant foundAt = instant(row, "foreign_call_found_at");
        return foundAt == null
                ? null
                : new ForeignCall(text(row, "foreign_call_cid"), text(row, "foreign_call_creator"), foundAt);
    }

    static String text(Row row, String column) {
        return Objects.requireNonNull(row.getString(column), column);
    }

    static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }

    private static Instant required(Row row, String column) {
        return Objects.requireNonNull(instant(row, column), column);
    }

    static @Nullable OffsetDateTime stored(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instantOf(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    /** A time that nanoseconds since 1970 cannot tell, as a claim may carry one, becomes the last or first they can. */
    static long nanosOf(Instant instant) {
        if (!instant.isBefore(LAST)) {
            return Long.MAX_VALUE;
        }
        return instant.isAfter(FIRST)
                ? instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano()
                : Long.MIN_VALUE;
    }
}
