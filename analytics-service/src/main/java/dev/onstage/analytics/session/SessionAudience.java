package dev.onstage.analytics.session;

import dev.onstage.analytics.audience.ViewerPoint;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The viewer line of a session from its stays, by the same rules as its figures. */
@ApplicationScoped
public class SessionAudience {

    private final Pool pool;
    private final SessionRepository repository;

    SessionAudience(Pool pool, SessionRepository repository) {
        this.pool = pool;
        this.repository = repository;
    }

    /**
     * The line from the start to the end of the session, or to now while it is live; empty for an unknown session.
     *
     * @param maxPoints at least 4
     */
    public Uni<List<ViewerPoint>> line(UUID sessionId, int maxPoints) {
        Instant now = Instant.now();
        return repository
                .find(pool, sessionId)
                .chain(found -> found.isEmpty() ? Uni.createFrom().item(List.of()) : line(found.get(), maxPoints, now));
    }

    private Uni<List<ViewerPoint>> line(StreamSession session, int maxPoints, Instant now) {
        return repository
                .stays(pool, session.channelId(), session.window(now))
                .map(stays -> SessionMeasurement.audience(session, stays, now))
                .map(audience -> audience.line(maxPoints));
    }
}
