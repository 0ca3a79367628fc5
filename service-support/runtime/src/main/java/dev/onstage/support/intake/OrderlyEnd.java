package dev.onstage.support.intake;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConnector;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * Ends the consumers, and what is done from time to time, before what they work with. By themselves both end when the container goes,
 * and Quarkus closes the pools of database connections before that: what they still had in hand would fail, and so would what they
 * go on to begin.
 *
 * <p>Consumers that end take no more records, all from the same moment on but for what {@link EndingConsumers} names, get on with
 * those they have for a second or two and commit them. Who takes longer, and is not waiting for a server, is waited for a little
 * more.
 */
@ApplicationScoped
class OrderlyEnd {

    /** Before all others that observe the end. */
    private static final int FIRST = 1;

    /** Nobody tells which are. Most take some milliseconds; what takes longer is cut off, and done by another copy. */
    private static final Duration JOBS_UNDER_WAY = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** Until records of the last poll are in hand. */
    private static final Duration ON_THE_WAY = Duration.ofMillis(50);

    /** For records in hand, before the consumers leave their groups. */
    private static final Duration RECORDS_IN_HAND = Duration.ofSeconds(2);

    private final Scheduler scheduler;
    private final KafkaClientService kafka;
    private final KafkaConnector connector;
    private final IntakeProgress progress;

    OrderlyEnd(
            Scheduler scheduler,
            KafkaClientService kafka,
            @Connector("smallrye-kafka") KafkaConnector connector,
            IntakeProgress progress) {
        this.scheduler = scheduler;
        this.kafka = kafka;
        this.connector = connector;
        this.progress = progress;
    }

    void stop(@Observes @Priority(FIRST) ShutdownEvent event) {
        EndingConsumers.pause(kafka.getConsumerChannels().stream()
                .flatMap(channel -> kafka.getConsumers(channel).stream())
                .toList());
        await(nanos -> nanos < ON_THE_WAY.toNanos() || (progress.getsOn() && nanos < RECORDS_IN_HAND.toNanos()));
        connector.terminate(event);
        // Only after that, since some of the jobs are done for all copies until another one gets their lease.
        scheduler.pause();
        await(nanos -> nanos < JOBS_UNDER_WAY.toNanos() || (progress.getsOn() && nanos < PATIENCE.toNanos()));
    }

    /** For as long as the time since its beginning is not enough. */
    private static void await(LongPredicate tooEarly) {
        long begun = System.nanoTime();
        while (tooEarly.test(System.nanoTime() - begun)) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
