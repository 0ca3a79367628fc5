package dev.onstage.analytics.session;

import dev.onstage.analytics.audience.Window;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Instant;

/** Reads what a session's figures are made of and measures it: four statements. */
final class Measuring {

    private Measuring() {}

    static Uni<SessionMeasurement> measure(
            SessionRepository repository, SqlClient client, StreamSession session, Instant now) {
        Window window = session.window(now);
        return repository.stays(client, session.channelId(), window).chain(stays -> repository
                .counts(client, session.channelId(), window)
                .chain(counts -> repository
                        .chat(client, session.channelId(), window)
                        .chain(chat -> repository
                                .gaps(client, session.sessionId(), window)
                                .map(gaps -> SessionMeasurement.of(
                                        session, new SessionMaterial(stays, counts, chat, gaps), now)))));
    }
}
