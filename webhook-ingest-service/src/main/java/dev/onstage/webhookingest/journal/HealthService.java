package dev.onstage.webhookingest.journal;

import dev.onstage.webhookingest.journal.HealthRepository.OutcomeCount;
import dev.onstage.webhookingest.journal.HealthRepository.RefusalCount;
import dev.onstage.webhookingest.journal.HealthRepository.Store;
import dev.onstage.webhookingest.journal.WebhookHealth.Journal;
import dev.onstage.webhookingest.journal.WebhookHealth.LastReceived;
import dev.onstage.webhookingest.journal.WebhookHealth.Refusals;
import dev.onstage.webhookingest.journal.WebhookHealth.Spool;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import dev.onstage.webhookingest.receiving.RefusalCounts;
import dev.onstage.webhookingest.storage.StorageReady;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Puts the webhook check together. */
@ApplicationScoped
class HealthService {
    private static final double MILLIS = 1_000;
    private static final int SOURCES_SHOWN = 10;

    private final StorageReady storage;
    private final HealthRepository repository;
    private final JournalLag lag;
    private final RefusalCounts refusals;
    private final JournalConfig config;

    HealthService(
            StorageReady storage,
            HealthRepository repository,
            JournalLag lag,
            RefusalCounts refusals,
            JournalConfig config) {
        this.storage = storage;
        this.repository = repository;
        this.lag = lag;
        this.refusals = refusals;
        this.config = config;
    }

    /**
     * The check.
     *
     * @param channelId of which channel, null for all
     * @param withSources whether to say who was refused
     */
    Uni<WebhookHealth> check(@Nullable String channelId, boolean withSources) {
        if (!storage.isReady()) {
            throw DatabaseAway.notYet();
        }
        return Uni.combine()
                .all()
                .unis(
                        repository.lastReceived(channelId),
                        repository.outcomes(channelId),
                        refusals(withSources),
                        repository.store(),
                        repository.spool(),
                        repository.lag())
                .asTuple()
                .map(parts -> of(
                        channelId,
                        parts.getItem1(),
                        parts.getItem2(),
                        parts.getItem3(),
                        parts.getItem4(),
                        parts.getItem5(),
                        parts.getItem6()))
                .onFailure()
                .transform(DatabaseAway::explain);
    }

    private WebhookHealth of(
            @Nullable String channelId,
            List<LastReceived> lastReceived,
            List<OutcomeCount> outcomes,
            Refusals refused,
            Store store,
            Spool spool,
            Duration lagAnywhere) {
        return new WebhookHealth(
                channelId,
                lastReceived,
                byOutcome(outcomes, OutcomeCount::lastHour),
                byOutcome(outcomes, OutcomeCount::lastDay),
                refused,
                new Journal(
                        (double) longer(lag.current(), lagAnywhere).toMillis() / MILLIS,
                        store.bytes(),
                        config.maxBytes().asLongValue(),
                        store.keptFrom(),
                        store.bodiesShed()),
                spool);
    }

    /** What was told some seconds ago, unless this copy knows better. */
    private static Duration longer(Duration here, Duration anywhere) {
        return here.compareTo(anywhere) > 0 ? here : anywhere;
    }

    private Uni<Refusals> refusals(boolean withSources) {
        return Uni.combine()
                .all()
                .unis(repository.lastHour(), repository.refusals())
                .with((received, refused) -> refusals(received, refused, withSources));
    }

    private Refusals refusals(long received, List<RefusalCount> counts, boolean withSources) {
        long refused = counts.stream().mapToLong(RefusalCount::lastHour).sum();
        Map<String, Long> reasons = new TreeMap<>();
        counts.forEach(one -> reasons.put(one.reason(), one.lastDay()));
        return new Refusals(
                refused,
                refused == 0 ? 0 : (double) refused / (refused + received),
                counts.stream()
                        .map(RefusalCount::lastAt)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                reasons,
                withSources ? refusals.topSources(SOURCES_SHOWN) : null);
    }

    /** Every outcome, so that none is missing where nothing happened. */
    private static Map<String, Long> byOutcome(List<OutcomeCount> outcomes, ToLongFunction<OutcomeCount> count) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (DeliveryOutcome outcome : DeliveryOutcome.values()) {
            counts.put(outcome.label(), 0L);
        }
        outcomes.forEach(
                one -> counts.put(DeliveryOutcome.valueOf(one.outcome()).label(), count.applyAsLong(one)));
        return counts;
    }
}
