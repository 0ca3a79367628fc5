package dev.onstage.analytics.stats;

import dev.onstage.analytics.stats.SessionDetail.ChatMinute;
import dev.onstage.support.trouble.Trouble;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The live figures that this instance's event streams follow: two statements a second for all of them together, whatever the
 * number of readers, and none while nobody reads.
 */
@ApplicationScoped
class LiveStatsFeed {

    private static final Logger LOG = Logger.getLogger(LiveStatsFeed.class);

    private static final class Source {
        private final BroadcastProcessor<LiveStats> figures = BroadcastProcessor.create();
        private final AtomicInteger readers = new AtomicInteger();
    }

    private final StatsRepository repository;
    private final ChartRepository charts;
    private final Trouble trouble = new Trouble();
    private final ConcurrentMap<String, Source> sources = new ConcurrentHashMap<>();

    LiveStatsFeed(StatsRepository repository, ChartRepository charts) {
        this.repository = repository;
        this.charts = charts;
    }

    /** The channel's figures now. */
    Uni<LiveStats> read(String channelId) {
        return read(Set.of(channelId)).map(byChannel -> byChannel.getOrDefault(channelId, LiveStats.NEVER));
    }

    /** The channel's figures about every second, changed or not. A slow reader misses some, never the last. */
    Multi<LiveStats> follow(String channelId) {
        return Multi.createFrom().deferred(() -> {
            Source source = sources.compute(channelId, (id, present) -> {
                Source joined = present == null ? new Source() : present;
                joined.readers.incrementAndGet();
                return joined;
            });
            return source.figures
                    .onOverflow()
                    .dropPreviousItems()
                    .onTermination()
                    .invoke(() -> leave(channelId));
        });
    }

    private void leave(String channelId) {
        sources.computeIfPresent(channelId, (id, source) -> source.readers.decrementAndGet() == 0 ? null : source);
    }

    /** Reads what is followed; a reading that fails is made up for by the next. */
    @Scheduled(every = "{onstage.stats.follow-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> publish() {
        Set<String> followed = Set.copyOf(sources.keySet());
        return followed.isEmpty()
                ? Uni.createFrom().voidItem()
                : read(followed)
                        .invoke(byChannel -> followed.forEach(
                                channelId -> publish(channelId, byChannel.getOrDefault(channelId, LiveStats.NEVER))))
                        .invoke(this::available)
                        .replaceWithVoid()
                        .onFailure()
                        .recoverWithUni(this::unavailable);
    }

    private void publish(String channelId, LiveStats figures) {
        Source source = sources.get(channelId);
        if (source != null) {
            source.figures.onNext(figures);
        }
    }

    private Uni<Map<String, LiveStats>> read(Collection<String> channelIds) {
        return repository.newest(channelIds).chain(sessions -> chat(sessions).map(chat -> sessions.stream()
                .collect(Collectors.toMap(SessionSummary::channelId, session -> figures(session, chat)))));
    }

    private Uni<Map<UUID, List<ChatMinute>>> chat(List<SessionSummary> sessions) {
        List<UUID> live = sessions.stream()
                .filter(SessionSummary::live)
                .map(SessionSummary::sessionId)
                .toList();
        return live.isEmpty() ? Uni.createFrom().item(Map.of()) : charts.latestChatMinutes(live);
    }

    private static LiveStats figures(SessionSummary session, Map<UUID, List<ChatMinute>> chat) {
        return new LiveStats(session.live(), session, chat.getOrDefault(session.sessionId(), List.of()));
    }

    private void available() {
        if (trouble.ends()) {
            LOG.info("Live figures can be read again.");
        }
    }

    private Uni<Void> unavailable(Throwable failure) {
        if (trouble.begins()) {
            LOG.warnf("Live figures cannot be read: %s", failure.getMessage());
        }
        return Uni.createFrom().voidItem();
    }
}
