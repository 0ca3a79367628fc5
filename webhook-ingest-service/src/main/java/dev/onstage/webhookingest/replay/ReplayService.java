package dev.onstage.webhookingest.replay;

import dev.onstage.support.access.SignedIn;
import dev.onstage.support.audit.AuditNote;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.webhookingest.journal.DatabaseAway;
import dev.onstage.webhookingest.journal.DeliveryCursor;
import dev.onstage.webhookingest.journal.DeliveryRepository;
import dev.onstage.webhookingest.journal.DeliveryRepository.Tally;
import dev.onstage.webhookingest.journal.DeliveryRow;
import dev.onstage.webhookingest.journal.DeliveryScope;
import dev.onstage.webhookingest.journal.JournalAudit;
import dev.onstage.webhookingest.journal.JournalAudit.Action;
import dev.onstage.webhookingest.replay.ReplaySelection.ByFilter;
import dev.onstage.webhookingest.replay.ReplaySelection.ByIds;
import dev.onstage.webhookingest.storage.StorageReady;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Replays deliveries for a person, or says what that would do. One replay at a time on each instance. */
@ApplicationScoped
class ReplayService {
    private static final Logger LOG = Logger.getLogger(ReplayService.class);

    private final StorageReady storage;
    private final DeliveryRepository repository;
    private final ReplaySender sender;
    private final JournalAudit audit;
    private final AuditNote note;
    private final ReplayConfig config;
    private final AtomicBoolean running = new AtomicBoolean();

    ReplayService(
            StorageReady storage,
            DeliveryRepository repository,
            ReplaySender sender,
            JournalAudit audit,
            AuditNote note,
            ReplayConfig config) {
        this.storage = storage;
        this.repository = repository;
        this.sender = sender;
        this.audit = audit;
        this.note = note;
        this.config = config;
    }

    /**
     * Does what is asked, or fails with the {@link ProblemException} that says why not and what was sent.
     *
     * @param traceParent of the person's request: what is published belongs to it, and no longer to that of the receipt
     */
    Uni<ReplayAnswer> replay(SignedIn person, ReplayRequest request, @Nullable String traceParent) {
        if (!storage.isReady()) {
            throw DatabaseAway.notYet();
        }
        ReplaySelection selection = ReplaySelection.of(person, request, config.maxDeliveries());
        if (selection instanceof ByFilter chosen) {
            note.channel(chosen.filter().channelId());
        }
        DeliveryCursor after = ReplaySelection.cursor(request);
        Uni<ReplayAnswer> answer = request.dryRun()
                ? preview(person, selection, after)
                : alone(() -> send(person, selection, after, traceParent));
        return answer.onFailure().transform(DatabaseAway::explain);
    }

    private Uni<ReplayAnswer> preview(SignedIn person, ReplaySelection selection, @Nullable DeliveryCursor after) {
        return audit.record(person, Action.REPLAY_PREVIEWED, selection.describe())
                .chain(() -> selection instanceof ByIds ids
                        ? rows(person, ids, after).map(ReplayService::tally)
                        : repository.tally(((ByFilter) selection).filter(), after, config.maxCounted() + 1))
                .map(this::preview);
    }

    private static List<Tally> tally(List<DeliveryRow> rows) {
        return rows.stream()
                .map(row -> new Tally(row.eventType(), row.outcome(), row.bodyKept(), 1))
                .toList();
    }

    private ReplayAnswer preview(List<Tally> kinds) {
        ReplayTally tally = new ReplayTally();
        kinds.forEach(kind -> ReplayTally.obstacle(kind.outcome(), kind.bodyKept())
                .ifPresentOrElse(
                        reason -> tally.leftOut(kind.eventType(), reason, kind.deliveries()),
                        () -> tally.sent(kind.eventType(), kind.deliveries())));
        boolean complete = kinds.stream().mapToLong(Tally::deliveries).sum() <= config.maxCounted();
        return tally.answer(true, complete, null);
    }

    private Uni<ReplayAnswer> send(
            SignedIn person, ReplaySelection selection, @Nullable DeliveryCursor after, @Nullable String traceParent) {
        ReplayTally tally = new ReplayTally();
        return rows(person, selection, after)
                .call(rows -> audit.record(person, Action.REPLAY_BEGUN, selection.describe()))
                .chain(rows -> sender.send(rows, tally, after, traceParent)
                        .onItemOrFailure()
                        .call((next, failure) -> ended(person, tally, failure)))
                .map(next -> tally.answer(false, next == null, next));
    }

    /** What was sent was sent: that its end cannot be written down is no reason to say otherwise. */
    private Uni<Void> ended(SignedIn person, ReplayTally tally, @Nullable Throwable failure) {
        return audit.record(person, Action.REPLAY_ENDED, outcome(tally, failure))
                .onFailure()
                .invoke(unwritten -> LOG.errorf(unwritten, "The end of a replay is missing in the audit"))
                .onFailure()
                .recoverWithNull();
    }

    private static JsonObject outcome(ReplayTally tally, @Nullable Throwable failure) {
        return new JsonObject().put("sent", tally.deliveries()).put("interrupted", failure != null);
    }

    private Uni<List<DeliveryRow>> rows(SignedIn person, ReplaySelection selection, @Nullable DeliveryCursor after) {
        if (selection instanceof ByIds ids) {
            return repository
                    .find(ids.ids())
                    .invoke(found -> requireAll(person, ids.ids(), found))
                    .invoke(this::noteChannel)
                    .map(found ->
                            found.stream().filter(row -> isAfter(row, after)).toList());
        }
        return repository.oldest(((ByFilter) selection).filter(), after, config.maxDeliveries() + 1);
    }

    /** The one that they all belong to; what belongs to several is the operators' to see. */
    private void noteChannel(List<DeliveryRow> found) {
        boolean alike = found.stream().map(DeliveryRow::channelId).distinct().count() == 1;
        note.channel(alike ? found.get(0).channelId() : null);
    }

    private static boolean isAfter(DeliveryRow row, @Nullable DeliveryCursor after) {
        if (after == null) {
            return true;
        }
        int byTime = row.receivedAt().compareTo(after.receivedAt());
        // As the database orders UUIDs: by their bytes, without a sign.
        return byTime > 0
                || (byTime == 0
                        && row.deliveryId()
                                        .toString()
                                        .compareTo(after.deliveryId().toString())
                                > 0);
    }

    private static void requireAll(SignedIn person, List<UUID> ids, List<DeliveryRow> found) {
        Set<UUID> readable = found.stream()
                .filter(row -> DeliveryScope.includes(person, row))
                .map(DeliveryRow::deliveryId)
                .collect(Collectors.toSet());
        List<UUID> missing =
                ids.stream().filter(id -> !readable.contains(id)).distinct().toList();
        if (!missing.isEmpty()) {
            throw new ProblemException(
                            ProblemType.NOT_FOUND, "Some of these deliveries do not exist: nothing was sent.")
                    .with("missing", missing)
                    .fix("Leave them out. They may be older than the journal keeps, or belong to another channel.");
        }
    }

    private Uni<ReplayAnswer> alone(Supplier<Uni<? extends ReplayAnswer>> work) {
        if (!running.compareAndSet(false, true)) {
            throw new ProblemException(ProblemType.CONFLICT, "Another replay is under way.")
                    .fix("Try again once it has ended, within some seconds.");
        }
        return Uni.createFrom().deferred(work).onTermination().invoke(() -> running.set(false));
    }
}
