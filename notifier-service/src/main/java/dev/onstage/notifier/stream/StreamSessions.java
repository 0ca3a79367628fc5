package dev.onstage.notifier.stream;

import dev.onstage.events.ChannelChanged;
import dev.onstage.events.SessionSummarised;
import dev.onstage.events.StreamEnded;
import dev.onstage.events.StreamWentLive;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code stream_sessions} and {@code channel_profiles}: each event fills in its part, in any order. */
@ApplicationScoped
public class StreamSessions {
    private static final String STARTED = """
            INSERT INTO stream_sessions AS session
                (session_id, channel_id, title, broadcaster_name, started_at, epoch, version)
            VALUES ($1, $2, $3, $4, $5, $6, 1)
            ON CONFLICT (session_id) DO UPDATE
               SET title = excluded.title, broadcaster_name = excluded.broadcaster_name,
                   started_at = excluded.started_at, epoch = excluded.epoch, version = session.version + 1
            RETURNING version
            """;
    private static final String ENDED = """
            INSERT INTO stream_sessions AS session
                (session_id, channel_id, started_at, ended_at, duration_seconds, epoch, version)
            VALUES ($1, $2, $3, $4, $5, $6, 1)
            ON CONFLICT (session_id) DO UPDATE
               SET started_at = excluded.started_at, ended_at = excluded.ended_at, epoch = excluded.epoch,
                   duration_seconds = excluded.duration_seconds, version = session.version + 1
            RETURNING version
            """;
    private static final String SUMMARISED = """
            INSERT INTO stream_sessions AS session
                (session_id, channel_id, peak_viewers, average_viewers, unique_viewers, chat_messages, chat_complete,
                 version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
            ON CONFLICT (session_id) DO UPDATE
               SET peak_viewers = excluded.peak_viewers, average_viewers = excluded.average_viewers,
                   unique_viewers = excluded.unique_viewers, chat_messages = excluded.chat_messages,
                   chat_complete = excluded.chat_complete, version = session.version + 1
            RETURNING version
            """;
    private static final String PROFILE = """
            INSERT INTO channel_profiles (channel_id, title, broadcaster_name) VALUES ($1, $2, $3)
            ON CONFLICT (channel_id) DO UPDATE
               SET title = excluded.title, broadcaster_name = excluded.broadcaster_name
            """;
    private static final String RETITLED = """
            UPDATE stream_sessions SET title = $2, version = version + 1
             WHERE channel_id = $1 AND ended_at IS NULL AND started_at IS NOT NULL AND title IS DISTINCT FROM $2
            RETURNING session_id, version
            """;

    private static final String FIND = """
            SELECT session.*, profile.title AS profile_title, profile.broadcaster_name AS profile_broadcaster_name
              FROM stream_sessions AS session
              LEFT JOIN channel_profiles AS profile USING (channel_id)
             WHERE session.channel_id = $1 AND session.session_id = $2
            """;
    private static final String FIND_PROFILE =
            "SELECT title, broadcaster_name FROM channel_profiles WHERE channel_id = $1";

    /**
     * A session's version after a change.
     *
     * @param sessionId the session
     * @param version what should be told from here on
     */
    public record Changed(UUID sessionId, long version) {}

    /**
     * A channel as the last event described it.
     *
     * @param channelId the channel
     * @param title its title, empty when no event told it
     * @param broadcasterName who presents, empty for the same reason
     */
    public record Profile(String channelId, String title, String broadcasterName) {}

    /** A session began. */
    public Uni<Changed> started(SqlClient tx, StreamWentLive event) {
        return tx.preparedQuery(STARTED)
                .execute(Tuple.of(
                        event.sessionId(),
                        event.channelId(),
                        event.title(),
                        event.broadcasterName(),
                        SqlTime.utc(event.startedAt()),
                        event.epoch()))
                .map(rows -> changed(event.sessionId(), rows));
    }

    /** A session ended. */
    public Uni<Changed> ended(SqlClient tx, StreamEnded event) {
        return tx.preparedQuery(ENDED)
                .execute(Tuple.of(
                        event.sessionId(),
                        event.channelId(),
                        SqlTime.utc(event.startedAt()),
                        SqlTime.utc(event.endedAt()),
                        event.durationSeconds(),
                        event.epoch()))
                .map(rows -> changed(event.sessionId(), rows));
    }

    /** A session's figures are known. */
    public Uni<Changed> summarised(SqlClient tx, SessionSummarised event) {
        return tx.preparedQuery(SUMMARISED)
                .execute(Tuple.tuple()
                        .addUUID(event.sessionId())
                        .addString(event.channelId())
                        .addInteger(event.peakViewers())
                        .addDouble(event.averageViewers())
                        .addInteger(event.uniqueViewers())
                        .addInteger(event.chatMessages())
                        .addBoolean(event.chatComplete()))
                .map(rows -> changed(event.sessionId(), rows));
    }

    /** A channel was described; a session that is live takes the new title. */
    public Uni<List<Changed>> described(SqlClient tx, ChannelChanged event) {
        return tx.preparedQuery(PROFILE)
                .execute(Tuple.of(event.channelId(), event.title(), event.broadcasterName()))
                .flatMap(stored -> tx.preparedQuery(RETITLED).execute(Tuple.of(event.channelId(), event.title())))
                .map(rows -> {
                    List<Changed> changed = new ArrayList<>();
                    rows.forEach(row -> changed.add(new Changed(row.getUUID("session_id"), row.getLong("version"))));
                    return changed;
                });
    }

    /** A session of that channel, empty when no event told of it. */
    public Uni<Optional<StreamSession>> find(SqlClient client, String channelId, UUID sessionId) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(channelId, sessionId))
                .map(rows -> rows.stream().map(StreamSessions::read).findFirst());
    }

    /** The channel's profile. */
    public Uni<Profile> profile(SqlClient client, String channelId) {
        return client.preparedQuery(FIND_PROFILE).execute(Tuple.of(channelId)).map(rows -> rows.stream()
                .map(row -> new Profile(channelId, row.getString("title"), row.getString("broadcaster_name")))
                .findFirst()
                .orElseGet(() -> new Profile(channelId, "", "")));
    }

    /** Reads a row that has the columns of {@code stream_sessions} and the profile's as {@code profile_…}. */
    public static StreamSession read(Row row) {
        Integer peak = row.getInteger("peak_viewers");
        return new StreamSession(
                row.getUUID("session_id"),
                row.getString("channel_id"),
                firstText(row.getString("title"), row.getString("profile_title")),
                firstText(row.getString("broadcaster_name"), row.getString("profile_broadcaster_name")),
                SqlTime.instant(row.getOffsetDateTime("started_at")),
                SqlTime.instant(row.getOffsetDateTime("ended_at")),
                row.getLong("duration_seconds"),
                peak == null
                        ? null
                        : new StreamSession.Figures(
                                peak,
                                row.getDouble("average_viewers"),
                                row.getInteger("unique_viewers"),
                                row.getInteger("chat_messages"),
                                row.getBoolean("chat_complete")),
                row.getLong("version"));
    }

    private static Changed changed(UUID sessionId, RowSet<Row> rows) {
        return new Changed(sessionId, rows.iterator().next().getLong("version"));
    }

    private static String firstText(@Nullable String one, @Nullable String other) {
        return one != null ? one : other != null ? other : "";
    }
}
