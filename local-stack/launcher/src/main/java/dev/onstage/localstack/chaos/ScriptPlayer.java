package dev.onstage.localstack.chaos;

import dev.onstage.localstack.client.EventRecords;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes a script while copies are killed, at a pace that makes it last as long as that does. */
final class ScriptPlayer {

    /** So that work never comes all at once, whatever the pace. */
    private static final long LEAST_GAP_NANOS = 20_000_000;
    /** So that a pace that turns out wrong is noticed. */
    private static final long LONGEST_GAP_NANOS = 2_000_000_000;

    private static final long UNTIL_GIVEN_MILLIS = 50;

    private static final double HALFWAY = 0.5;

    private final List<NotifierScript.Line> lines;
    private final String bootstrapServers;
    private final KillProgress kills;
    private final Map<UUID, Instant> startedAt = new HashMap<>();

    /**
     * @param kills what is asked, again and again, how far the script may be and how long the rest should take
     */
    ScriptPlayer(NotifierScript script, String bootstrapServers, KillProgress kills) {
        this.lines = script.lines();
        this.bootstrapServers = bootstrapServers;
        this.kills = kills;
    }

    /** Publishes everything and returns when Kafka has it; {@code halfway} happens once in between. */
    void play(Runnable halfway) {
        var sent = new ArrayList<Future<RecordMetadata>>();
        boolean isHalfway = false;
        try (Producer<String, byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.ACKS_CONFIG, "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < lines.size(); i++) {
                while (kills.given(lines.size()) <= i && !Thread.currentThread().isInterrupted()) {
                    Pause.millis(UNTIL_GIVEN_MILLIS);
                }
                NotifierScript.Line line = lines.get(i);
                if (!isHalfway && line.at() >= HALFWAY) {
                    isHalfway = true;
                    halfway.run();
                }
                sent.add(producer.send(EventRecords.of(
                        line.event().startedAt(startOf(line.broadcast())),
                        line.broadcast().channelId(),
                        line.id(),
                        Instant.now())));
                Pause.until(System.nanoTime() + gap(lines.size() - i));
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        }
        sent.forEach(ScriptPlayer::await);
    }

    /** A session began a while before it is first told of; from then on its times stay. */
    private Instant startOf(Broadcast broadcast) {
        return startedAt.computeIfAbsent(
                broadcast.sessionId(),
                first -> Instant.now().minus(broadcast.before()).truncatedTo(ChronoUnit.MICROS));
    }

    private long gap(int linesLeft) {
        return Math.max(
                LEAST_GAP_NANOS, Math.min(LONGEST_GAP_NANOS, kills.timeLeft().toNanos() / linesLeft));
    }

    private static void await(Future<RecordMetadata> record) {
        try {
            record.get();
        } catch (ExecutionException failure) {
            throw new StackException(
                    Failure.NOT_RUNNING, "An event could not be published: " + failure.getCause(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackException(Failure.NOT_RUNNING, "interrupted", interrupted);
        }
    }
}
