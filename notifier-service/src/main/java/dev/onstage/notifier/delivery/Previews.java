package dev.onstage.notifier.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.notifier.destination.DestinationService;
import dev.onstage.notifier.stream.StreamSession;
import dev.onstage.notifier.stream.StreamSessions;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Renders a message without sending it, by the same code that sends it. */
@ApplicationScoped
class Previews {
    private static final Duration EXAMPLE = Duration.ofMinutes(161);

    private final DestinationService destinations;
    private final StreamSessions sessions;
    private final Senders senders;
    private final ObjectMapper json;
    private final Pool pool;

    Previews(DestinationService destinations, StreamSessions sessions, Senders senders, ObjectMapper json, Pool pool) {
        this.destinations = destinations;
        this.sessions = sessions;
        this.senders = senders;
        this.json = json;
        this.pool = pool;
    }

    Uni<PreviewResponse> of(String channelId, String name, PreviewRequest request) {
        UUID sessionId = request.sessionId();
        Uni<StreamSession> session = sessionId == null
                ? sessions.profile(pool, channelId).map(profile -> example(request.form(), profile))
                : sessions.find(pool, channelId, sessionId).map(found -> found.orElseThrow(Previews::noSession));
        return destinations
                .draft(channelId, name, request.settings())
                .flatMap(draft -> session.map(
                        filled -> senders.of(draft.kind()).render(request.form(), filled, draft.presentation(), true)))
                .map(content -> new PreviewResponse(request.form(), sessionId == null, tree(content)));
    }

    private static ProblemException noSession() {
        return new ProblemException(ProblemType.NOT_FOUND, "The notifier knows no such session of this channel.")
                .fix("Leave sessionId out for an example.");
    }

    /** What is known when such a message is posted: of a stream that is live neither an end nor figures. */
    private static StreamSession example(Form form, StreamSessions.Profile profile) {
        Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(EXAMPLE);
        boolean isOver = form == Form.ENDED;
        return new StreamSession(
                new UUID(0, 0),
                profile.channelId(),
                profile.title(),
                profile.broadcasterName(),
                startedAt,
                isOver ? startedAt.plus(EXAMPLE) : null,
                isOver ? EXAMPLE.toSeconds() : null,
                isOver ? new StreamSession.Figures(1284, 903.4, 5120, 8447, true) : null,
                1);
    }

    private JsonNode tree(String content) {
        try {
            return json.readTree(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A message is always JSON", e);
        }
    }
}
