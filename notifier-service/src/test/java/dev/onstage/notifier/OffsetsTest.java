package dev.onstage.notifier;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.events.EventType;
import dev.onstage.events.Topic;
import dev.onstage.support.messaging.EventRecords;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestKafka;
import dev.onstage.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/** How far the notifier has read, as Kafka knows it, while other copies come and go. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(DiscordSimulatorResource.class)
class OffsetsTest {

    private static final String TOPIC = Topic.STREAM_LIFECYCLE.topicName();
    private static final String GROUP = "notifier.lifecycle";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    private static final Duration LONGEST_WITHOUT_POLL = Duration.ofMinutes(30);

    /** Longer than from a record to its commit. */
    private static final Duration COMMIT_IS_TRIED = Duration.ofSeconds(3);

    @Inject
    Pool pool;

    @Test
    void shouldTellKafkaWhatItReadWhileCopiesCame() throws Exception {
        // Given: a second copy that has half of the partitions, and a third that waits for the second to answer
        awaitAllRead();
        try (KafkaConsumer<String, byte[]> second = copy();
                Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            await().atMost(PATIENCE).until(() -> {
                second.poll(POLL);
                return second.assignment().size() == Topic.STREAM_LIFECYCLE.partitions() / 2
                        && state(admin) == GroupState.STABLE;
            });
            Set<TopicPartition> notOurs = new HashSet<>(second.assignment());
            KafkaConsumer<String, byte[]> third = copy();
            CompletableFuture<Void> joining = CompletableFuture.runAsync(() -> pollUntilWoken(third));
            try {
                await().atMost(PATIENCE).until(() -> state(admin) == GroupState.PREPARING_REBALANCE);

                // When: the notifier reads on meanwhile and cannot commit, from when it has heard of the third
                await().atMost(PATIENCE.multipliedBy(3)).until(() -> readsWithoutCommitting(firstBut(notOurs), admin));
            } finally {
                // The third would wait for the second even as it closes, for half a minute.
                second.unsubscribe();
                third.wakeup();
                joining.get();
            }
        }

        // Then: no further record has to come
        awaitAllRead();
    }

    private static void awaitAllRead() {
        await().atMost(PATIENCE).until(() -> TestKafka.uncommitted(GROUP, TOPIC) == 0);
    }

    /** The group waits all along, so no commit that was tried meanwhile can have been confirmed. */
    private boolean readsWithoutCommitting(int partition, Admin admin) throws Exception {
        BroadcastScript show = new BroadcastScript();
        TestKafka.send(List.of(describedAt(partition, show)));
        await().atMost(PATIENCE).until(() -> isKnown(show.channelId));
        try {
            await().during(COMMIT_IS_TRIED)
                    .atMost(COMMIT_IS_TRIED.plusSeconds(1))
                    .until(() -> TestKafka.uncommitted(GROUP, TOPIC) > 0);
        } catch (ConditionTimeoutException e) {
            return false;
        }
        return state(admin) == GroupState.PREPARING_REBALANCE;
    }

    private boolean isKnown(String channelId) {
        return pool.preparedQuery("SELECT 1 FROM channel_profiles WHERE channel_id = $1")
                        .execute(Tuple.of(channelId))
                        .await()
                        .indefinitely()
                        .size()
                == 1;
    }

    private static ProducerRecord<String, byte[]> describedAt(int partition, BroadcastScript show) {
        var event = show.described();
        ProducerRecord<String, byte[]> anywhere =
                EventRecords.of(UUID.randomUUID().toString(), Instant.now(), "test", show.channelId, event);
        assertThat(EventType.of(event).topic()).isEqualTo(Topic.STREAM_LIFECYCLE);
        return new ProducerRecord<>(TOPIC, partition, anywhere.key(), anywhere.value(), anywhere.headers());
    }

    private static int firstBut(Set<TopicPartition> notOurs) {
        int partition = 0;
        while (notOurs.contains(new TopicPartition(TOPIC, partition))) {
            partition++;
        }
        return partition;
    }

    private static GroupState state(Admin admin) throws ExecutionException, InterruptedException {
        return requireNonNull(
                        admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP))
                .groupState();
    }

    private static void pollUntilWoken(KafkaConsumer<String, byte[]> copy) {
        try (copy) {
            while (true) {
                copy.poll(PATIENCE);
            }
        } catch (WakeupException e) {
            // The test is through with it.
        }
    }

    /** Another copy's consumer, as far as the group can tell. It processes nothing and so commits nothing. */
    private static KafkaConsumer<String, byte[]> copy() {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        GROUP,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                        CooperativeStickyAssignor.class.getName(),
                        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                        Math.toIntExact(LONGEST_WITHOUT_POLL.toMillis())),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(TOPIC));
        return consumer;
    }

    private static String bootstrap() {
        return TestStack.running().kafkaBootstrap();
    }
}
