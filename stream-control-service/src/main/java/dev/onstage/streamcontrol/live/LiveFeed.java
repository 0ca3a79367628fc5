package dev.onstage.streamcontrol.live;

import dev.onstage.streamcontrol.live.LiveCache.Answer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The event streams this replica serves: one source per channel, whatever the number of viewers. */
@ApplicationScoped
class LiveFeed {

    private final ConcurrentMap<String, Source> sources = new ConcurrentHashMap<>();

    /** Answers as they change, from the next change on. A slow viewer misses intermediate ones, never the last. */
    Multi<Answer> changes(String channelId) {
        return Multi.createFrom().deferred(() -> {
            Source source = sources.compute(channelId, (id, present) -> {
                Source joined = present == null ? new Source() : present;
                joined.subscribers.incrementAndGet();
                return joined;
            });
            return source.changes
                    .onOverflow()
                    .dropPreviousItems()
                    .onTermination()
                    .invoke(() -> leave(channelId));
        });
    }

    /**
     * Sends an answer to everybody who follows the channel, if it differs from the last one sent and is not older. Two
     * readings of one channel may end in either order.
     *
     * @return how many were told
     */
    int publish(String channelId, Answer answer) {
        Source source = sources.get(channelId);
        return source == null ? 0 : source.publish(answer);
    }

    /** Channels that somebody follows here. */
    Set<String> followed() {
        return sources.keySet();
    }

    private void leave(String channelId) {
        sources.computeIfPresent(channelId, (id, source) -> source.subscribers.decrementAndGet() == 0 ? null : source);
    }

    private static final class Source {
        private final BroadcastProcessor<Answer> changes = BroadcastProcessor.create();
        private final AtomicInteger subscribers = new AtomicInteger();
        private Version last = Version.NONE;
        private @Nullable String lastHash;

        synchronized int publish(Answer answer) {
            if (answer.version().isOlderThan(last) || answer.hash().equals(lastHash)) {
                return 0;
            }
            last = answer.version();
            lastHash = answer.hash();
            changes.onNext(answer);
            return subscribers.get();
        }
    }
}
