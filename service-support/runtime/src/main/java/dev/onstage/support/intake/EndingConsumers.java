package dev.onstage.support.intake;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Tells consumers to take no more records, all of them at once: each hears of it after its poll in hand, and the connector would wait
 * for one after the other, and for each as long as two further polls take.
 *
 * <p>Partitions that a consumer is given later are not paused, and a channel that the connector itself resumes takes records again.
 * What is not applied of these is read again by others.
 */
final class EndingConsumers {

    private static final Logger LOG = Logger.getLogger(EndingConsumers.class);

    /** A poll in hand waits for a second, and a commit in hand as long, see {@code dev.onstage.support.offsets}. */
    static final Duration LONGEST_POLL = Duration.ofSeconds(2);

    private EndingConsumers() {}

    /** Returns when all have heard of it, or when that takes too long. Blocks; never fails. */
    static void pause(Collection<? extends KafkaConsumer<?, ?>> consumers) {
        List<Uni<Void>> pauses = consumers.stream().map(EndingConsumers::pause).toList();
        if (pauses.isEmpty()) {
            return;
        }
        Uni.join()
                .all(pauses)
                .andCollectFailures()
                .ifNoItem()
                .after(LONGEST_POLL)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.debugf("Not all consumers were paused before they end: %s", failure))
                .onFailure()
                .recoverWithNull()
                .await()
                .indefinitely();
    }

    private static Uni<Void> pause(KafkaConsumer<?, ?> consumer) {
        return consumer.runOnPollingThread(polling -> {
            Set<TopicPartition> assigned = polling.assignment();
            polling.pause(assigned);
        });
    }
}
