package dev.onstage.notifier.delivery;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** A person has a message tried again. */
@ApplicationScoped
class Retries {
    private final Pool pool;
    private final DesiredMessages desired;
    private final DeliveryHistory history;
    private final DeliveryWorker worker;

    Retries(Pool pool, DesiredMessages desired, DeliveryHistory history, DeliveryWorker worker) {
        this.pool = pool;
        this.desired = desired;
        this.history = history;
        this.worker = worker;
    }

    /**
     * Tries at once what waits, and anew what was given up, left out or of unknown outcome: the start while the session is
     * live, its end afterwards. Limits of the receiver are kept all the same.
     *
     * @return how the session's messages stand
     */
    Uni<List<DeliveryResponse>> retry(String channelId, String name, UUID sessionId) {
        return pool.withTransaction(
                        tx -> desired.again(tx, channelId, name, sessionId).invoke(enabled -> {
                            if (enabled == null) {
                                throw nothingToTry();
                            }
                            if (!enabled) {
                                throw new ProblemException(ProblemType.CONFLICT, "This destination is switched off.")
                                        .fix("Switch it on, then try again.");
                            }
                        }))
                .invoke(worker::wake)
                .flatMap(tried -> history.of(channelId, name))
                .map(all -> all.stream()
                        .filter(delivery -> sessionId.equals(delivery.sessionId()))
                        .toList());
    }

    private static ProblemException nothingToTry() {
        return new ProblemException(
                        ProblemType.CONFLICT,
                        "Nothing waits, was given up or is of unknown outcome for this session at this destination.")
                .fix("Look at its deliveries: what stands needs no other try, and what is being sent is under way.");
    }
}
