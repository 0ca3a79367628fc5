package dev.onstage.support.intake;

import dev.onstage.events.OnstageEvent;
import dev.onstage.support.crash.CrashPoints;
import dev.onstage.support.intake.Sieve.Patience;
import dev.onstage.support.intake.Sieve.Refused;
import dev.onstage.support.messaging.EventReader;
import dev.onstage.support.messaging.MalformedEventException;
import dev.onstage.support.messaging.ReceivedEvent;
import dev.onstage.support.tracing.Tracing;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.Config;

/**
 * How every consumer takes its records, by the poll or one by one: applied first, acknowledged afterwards.
 *
 * <ul>
 *   <li>What passes ({@link Verdict#WAIT}: a server is away) is waited for, with growing pauses and without end. Nothing is
 *       acknowledged meanwhile, and no later record overtakes.
 *   <li>A record that cannot be read or applied goes to its dead letters with the reason, the others of its poll are applied
 *       ({@link Sieve}). Kafka confirms the dead letter before the record is acknowledged.
 *   <li>Whoever stands still for a minute is told of ({@link IntakeProgress}).
 * </ul>
 *
 * <p>A record that belongs to a trace is a step of it; what a single one brings about belongs to the trace too, which a poll of
 * many cannot say.
 *
 * <p>A crash brings the records again that were not acknowledged, so applying must be idempotent.
 */
@ApplicationScoped
public class EventIntake {

    private record Source<T>(ConsumerRecord<String, byte[]> origin, T item) {}

    private record DeadLetter(ConsumerRecord<String, byte[]> origin, Throwable reason) {}

    private final EventReader reader;
    private final IntakeProgress progress;
    private final DeadLetters deadLetters;
    private final Config config;
    private final Tracing tracing;

    EventIntake(EventReader reader, IntakeProgress progress, DeadLetters deadLetters, Config config, Tracing tracing) {
        this.tracing = tracing;
        this.reader = reader;
        this.progress = progress;
        this.deadLetters = deadLetters;
        this.config = config;
    }

    /**
     * Takes one poll of events.
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
                origin -> reader.read(origin.headers(), origin.value())
                        .map(received -> checked(kind, check, received.event())),
                apply);
    }

    /**
     * Takes one poll of whatever the topic carries.
     *
     * @param batch acknowledged when the returned Uni completes, which never fails
     * @param decode reads one record without any I/O: empty when there is nothing to do for it; whatever it throws sends the
     *     record to the dead letters
     * @param apply applies what was read in the order given, in one transaction
     */
    public <T> Uni<Void> take(
            KafkaRecordBatch<String, byte[]> batch,
            Function<ConsumerRecord<String, byte[]>, Optional<T>> decode,
            Function<List<T>, Uni<Void>> apply) {
        return take(batch.getRecords(), decode, (steps, items) -> apply.apply(items), batch::ack);
    }

    /**
     * Takes one event.
     *
     * @param single acknowledged when the returned Uni completes, which never fails
     * @param apply applies the event, in one transaction
     */
    public Uni<Void> take(KafkaRecord<String, byte[]> single, Function<ReceivedEvent, Uni<Void>> apply) {
        return take(
                List.of(single),
                origin -> reader.read(origin.headers(), origin.value()),
                (steps, events) -> steps.only().run(() -> apply.apply(events.get(0))),
                single::ack);
    }

    private <T> Uni<Void> take(
            List<KafkaRecord<String, byte[]>> records,
            Function<ConsumerRecord<String, byte[]>, Optional<T>> decode,
            BiFunction<IntakeSteps, List<T>, Uni<Void>> apply,
            Supplier<CompletionStage<Void>> acknowledge) {
        if (records.isEmpty()) {
            return Uni.createFrom().completionStage(acknowledge);
        }
        String channel = metadata(records.get(0)).getChannel();
        String afterCommit = "intake.after-commit." + metadata(records.get(0)).getTopic();
        String group = config.getValue("mp.messaging.incoming." + channel + ".group.id", String.class);
        IntakeProgress.Work work = progress.begin(channel);
        IntakeSteps steps = IntakeSteps.begin(tracing, records, group);
        return untilItWorks(work, () -> apply(records, decode, items -> apply.apply(steps, items), work))
                .invoke(() -> CrashPoints.reached(afterCommit))
                .call(dead -> putAside(dead, group, work))
                .chain(() -> untilItWorks(work, () -> Uni.createFrom().completionStage(acknowledge)))
                .onTermination()
                .invoke(work::done)
                .onTermination()
                .invoke(steps::end);
    }

    /** What is left over of failures when records were told from servers: nothing of it may end the consumer. */
    private static <T> Uni<T> untilItWorks(IntakeProgress.Work work, Supplier<Uni<T>> attempt) {
        return Uni.createFrom()
                .deferred(attempt::get)
                .onFailure()
                .invoke(work::waits)
                .onFailure()
                .retry()
                .withBackOff(Patience.USUAL.firstPause(), Patience.USUAL.longestPause())
                .indefinitely();
    }

    private static <T> Uni<List<DeadLetter>> apply(
            List<KafkaRecord<String, byte[]>> records,
            Function<ConsumerRecord<String, byte[]>, Optional<T>> decode,
            Function<List<T>, Uni<Void>> apply,
            IntakeProgress.Work work) {
        List<Source<T>> readable = new ArrayList<>(records.size());
        List<DeadLetter> dead = new ArrayList<>();
        for (KafkaRecord<String, byte[]> received : records) {
            ConsumerRecord<String, byte[]> origin = metadata(received).getRecord();
            try {
                decode.apply(origin).ifPresent(item -> readable.add(new Source<>(origin, item)));
            } catch (RuntimeException | Error unreadable) {
                if (Verdict.isOfTheProcess(unreadable)) {
                    throw unreadable;
                }
                dead.add(new DeadLetter(origin, unreadable));
            }
        }
        return new Sieve<Source<T>>(sources -> apply.apply(items(sources)), work, Patience.USUAL)
                .sift(readable)
                .invoke(refused -> refused.forEach(each -> dead.add(deadLetter(each))))
                .replaceWith(dead);
    }

    private static <T> List<T> items(List<Source<T>> sources) {
        return sources.stream().map(Source::item).toList();
    }

    private static <T> DeadLetter deadLetter(Refused<Source<T>> refused) {
        return new DeadLetter(refused.item().origin(), refused.reason());
    }

    private Uni<Void> putAside(List<DeadLetter> dead, String group, IntakeProgress.Work work) {
        return Multi.createFrom()
                .iterable(dead)
                .onItem()
                .transformToUniAndConcatenate(
                        each -> untilItWorks(work, () -> deadLetters.put(each.origin(), group, each.reason())))
                .invoke(work::progressed)
                .collect()
                .last()
                .replaceWithVoid();
    }

    @SuppressWarnings("unchecked") // The channel's deserializers make it so.
    static IncomingKafkaRecordMetadata<String, byte[]> metadata(KafkaRecord<String, byte[]> received) {
        return received.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
    }

    private static <E extends OnstageEvent> E checked(Class<E> kind, Consumer<E> check, OnstageEvent received) {
        if (!kind.isInstance(received)) {
            throw new MalformedEventException(
                    "An event of " + received.getClass().getSimpleName() + " on this topic");
        }
        E event = kind.cast(received);
        check.accept(event);
        return event;
    }
}
