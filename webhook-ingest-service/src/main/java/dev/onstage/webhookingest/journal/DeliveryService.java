package dev.onstage.webhookingest.journal;

import dev.onstage.support.access.SignedIn;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.webhookingest.journal.DeliveryPage.Delivery;
import dev.onstage.webhookingest.journal.JournalAudit.Action;
import dev.onstage.webhookingest.storage.StorageReady;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks deliveries up for people. */
@ApplicationScoped
class DeliveryService {
    private final StorageReady storage;
    private final DeliveryRepository repository;
    private final StoredBodies bodies;
    private final JournalAudit audit;

    DeliveryService(StorageReady storage, DeliveryRepository repository, StoredBodies bodies, JournalAudit audit) {
        this.storage = storage;
        this.repository = repository;
        this.bodies = bodies;
        this.audit = audit;
    }

    /** A page of the deliveries that match. */
    Uni<DeliveryPage> list(DeliveryFilter filter, @Nullable DeliveryCursor after, int limit) {
        requireStorage();
        return repository
                .newest(filter, after, limit + 1)
                .chain(found -> page(found, limit))
                .onFailure()
                .transform(DatabaseAway::explain);
    }

    private Uni<DeliveryPage> page(List<DeliveryRow> found, int limit) {
        List<DeliveryRow> shown = found.subList(0, Math.min(limit, found.size()));
        String next = found.size() > limit
                ? DeliveryCursor.of(shown.get(shown.size() - 1)).encode()
                : null;
        return repository
                .attempts(shown)
                .map(attempts -> new DeliveryPage(
                        shown.stream().map(first -> delivery(first, attempts)).toList(), next));
    }

    private static Delivery delivery(DeliveryRow first, List<DeliveryRow> attempts) {
        List<DeliveryRow> own = attempts.stream()
                .filter(attempt -> attempt.isAttemptOf(first))
                .distinct()
                .toList();
        return Delivery.of(first, own.isEmpty() ? List.of(first) : own);
    }

    /**
     * One delivery with its body, once it is written down who looks.
     *
     * @return fails with {@code not-found} for somebody else's too
     */
    Uni<DeliveryDetail> read(SignedIn person, UUID deliveryId) {
        requireStorage();
        return repository
                .find(List.of(deliveryId))
                .map(found -> found.stream()
                        .filter(row -> DeliveryScope.includes(person, row))
                        .findFirst()
                        .orElseThrow(DeliveryService::notFound))
                .call(row -> audit.record(person, Action.BODY_READ, detail(row)))
                .chain(this::detailed)
                .onFailure()
                .transform(DatabaseAway::explain);
    }

    private static JsonObject detail(DeliveryRow row) {
        return new JsonObject()
                .put("deliveryId", row.deliveryId().toString())
                .put("type", row.eventType())
                .put("channelId", row.channelId());
    }

    /** Checking a body of several megabytes takes a while, so not on the event loop. */
    private Uni<DeliveryDetail> detailed(DeliveryRow row) {
        return Uni.combine()
                .all()
                .unis(repository.body(row), repository.attempts(List.of(row)))
                .asTuple()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(both -> {
                    Delivery delivery = delivery(row, both.getItem2());
                    return both.getItem1()
                            .map(body -> bodies.show(delivery, row, body))
                            .orElseGet(() -> new DeliveryDetail(delivery, null, null));
                });
    }

    private void requireStorage() {
        if (!storage.isReady()) {
            throw DatabaseAway.notYet();
        }
    }

    private static ProblemException notFound() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such delivery.")
                .fix("It may be older than the journal keeps, or belong to another channel.");
    }
}
