package dev.onstage.analytics.session;

import dev.onstage.analytics.audience.Window;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Instant;

/** Reads what a session's figures are made of and measures it: three statements. */
final class Measuring {

    private Measuring() {}

    static Uni<SessionMeasurement> measure(
            SessionRepository repository, SqlClient client, StreamSession session, Instant now) {
        Window window = session.window(now);
        return repository.stays(client, session.channelId(), window).chain(stays -> repository
                .counts(client, session.channelId(), window)
                .chain(counts -> repository
                        .chat(client, session.channelId(), window)
                        .map(chat -> SessionMeasurement.of(session, stays, counts, chat, now))));
    }
}
