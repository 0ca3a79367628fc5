package dev.onstage.support.intake;

import dev.onstage.events.OnstageEvent;
import dev.onstage.support.crash.CrashPoints;
import dev.onstage.support.messaging.EventReader;
import dev.onstage.support.messaging.MalformedEventException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Applies the records of one poll in one transaction and acknowledges them after its commit.
 *
 * <ul>
 *   <li>The database is away: tried again with growing pauses, for as long as it takes. Nothing is acknowledged meanwhile.
 *   <li>A record cannot be read or stored, however often it is tried: it goes to the dead-letter topic with the reason, the
 *       rest is applied. The culprit is found by halving the batch.
 * </ul>
 *
 * <p>A crash after the commit brings the whole batch again, so applying must be idempotent.
 */
@ApplicationScoped
public class BatchIntake {

    private static final Logger LOG = Logger.getLogger(BatchIntake.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private record Decoded<T>(KafkaRecord<String, byte[]> origin, T item) {}

    private record Refused(KafkaRecord<String, byte[]> origin, Throwable reason) {}

    private final EventReader reader;
    private final MeterRegistry metrics;

    BatchIntake(EventReader reader, MeterRegistry metrics) {
        this.reader = reader;
        this.metrics = metrics;
    }

    /**
     * Takes one poll of events.
     *
     * @param batch acknowledged when the returned Uni completes, which never fails
     * @param kind the events the topic carries; known events of another kind are malformed here
     * @param apply applies events in the order given, in one transaction
     */
    public <E extends OnstageEvent> Uni<Void> take(
            KafkaRecordBatch<String, byte[]> batch, Class<E> kind, Function<List<E>, Uni<Void>> apply) {
        return take(batch, kind, event -> {}, apply);
    }

    /**
     * Takes one poll of events of which not every one may be applied.
     *
     * @param batch acknowledged when the returned Uni completes, which never fails
     * @param kind the events the topic carries; known events of another kind are malformed here
     * @param check throws {@link MalformedEventException} for an event that belongs to the dead letters
     * @param apply applies events in the order given, in one transaction
     */
    public <E extends OnstageEvent> Uni<Void> take(
            KafkaRecordBatch<String, byte[]> batch,
            Class<E> kind,
            Consumer<E> check,
            Function<List<E>, Uni<Void>> apply) {
        return take(
                batch,
                origin -> reader.read(origin.getHeaders(), origin.getPayload())
                        .map(received -> checked(kind, check, received.event())),
                apply);
    }

    /**
     * Takes one poll of whatever the topic carries.
     *
     * @param batch acknowledged when the returned Uni completes, which never fails
     * @param decode reads one record: empty when there is nothing to do for it, {@link MalformedEventException} when it
     *     belongs to the dead letters
     * @param apply applies what was read in the order given, in one transaction
     */
    public <T> Uni<Void> take(
            KafkaRecordBatch<String, byte[]> batch,
            Function<KafkaRecord<String, byte[]>, Optional<T>> decode,
            Function<List<T>, Uni<Void>> apply) {
        List<Decoded<T>> readable = new ArrayList<>(batch.getRecords().size());
        List<Refused> refused = new ArrayList<>();
        for (KafkaRecord<String, byte[]> origin : batch.getRecords()) {
            try {
                decode.apply(origin).ifPresent(item -> readable.add(new Decoded<>(origin, item)));
            } catch (MalformedEventException e) {
                refused.add(new Refused(origin, e));
            }
        }
        return write(readable, apply, refused)
                .invoke(() -> CrashPoints.reached("intake.after-commit"))
                .chain(() -> sendToDeadLetters(refused))
                .chain(() -> Uni.createFrom().completionStage(batch::ack));
    }

    private static <E extends OnstageEvent> E cast(Class<E> kind, OnstageEvent event) {
        if (!kind.isInstance(event)) {
            throw new MalformedEventException("An event of " + event.getClass().getSimpleName() + " on this topic");
        }
        return kind.cast(event);
    }

    private static <E extends OnstageEvent> E checked(Class<E> kind, Consumer<E> check, OnstageEvent received) {
        E event = cast(kind, received);
        check.accept(event);
        return event;
    }

    private <T> Uni<Void> write(List<Decoded<T>> readable, Function<List<T>, Uni<Void>> apply, List<Refused> refused) {
        if (readable.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<T> items = readable.stream().map(Decoded::item).toList();
        return Uni.createFrom()
                .deferred(() -> apply.apply(items))
                .onFailure(failure -> !isPermanent(failure))
                .invoke(failure -> LOG.warnf(failure, "A batch of %d records is tried again", items.size()))
                .onFailure(failure -> !isPermanent(failure))
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .onFailure(BatchIntake::isPermanent)
                .recoverWithUni(failure -> divide(readable, apply, refused, failure));
    }

    private <T> Uni<Void> divide(
            List<Decoded<T>> readable, Function<List<T>, Uni<Void>> apply, List<Refused> refused, Throwable failure) {
        if (readable.size() == 1) {
            refused.add(new Refused(readable.get(0).origin(), failure));
            return Uni.createFrom().voidItem();
        }
        int middle = readable.size() / 2;
        return write(readable.subList(0, middle), apply, refused)
                .chain(() -> write(readable.subList(middle, readable.size()), apply, refused));
    }

    /** What no repetition can heal: values the store refuses (SQLSTATE classes 22 and 23) and times out of range. */
    static boolean isPermanent(Throwable failure) {
        if (failure instanceof PgException refusal) {
            String state = refusal.getSqlState();
            return state != null && (state.startsWith("22") || state.startsWith("23"));
        }
        return failure instanceof DateTimeException
                || failure instanceof ArithmeticException
                || failure instanceof IllegalArgumentException;
    }

    private Uni<Void> sendToDeadLetters(List<Refused> refused) {
        return Multi.createFrom()
                .iterable(refused)
                .onItem()
                .transformToUniAndConcatenate(this::sendToDeadLetter)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> sendToDeadLetter(Refused refused) {
        metrics.counter("dead.letters", "topic", refused.origin().getTopic()).increment();
        LOG.errorf(
                "A record goes to the dead-letter topic: %s", refused.reason().getMessage());
        return Uni.createFrom()
                .completionStage(() -> refused.origin().nack(refused.reason()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }
}
