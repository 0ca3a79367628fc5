package dev.onstage.webhookingest.publishing;

import io.vertx.core.impl.ContextInternal;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * A delivery on its way through Kafka's client: decided once, by the confirmation of its last record, by the first failure,
 * or by the guard that watches over all. It then returns to where it came from.
 */
final class Confirmation extends AtomicInteger implements Callback {
    private static final int DECIDED = Integer.MIN_VALUE;

    private final transient Publication publication;
    private final transient Breaker breaker;
    private final transient @Nullable Homecoming homecoming;
    private final transient @Nullable ContextInternal context;
    private final long submittedAt;

    private transient @Nullable List<ProducerRecord<String, byte[]>> records;
    private transient @Nullable NotConfirmedException failure;

    Confirmation(
            List<ProducerRecord<String, byte[]>> records,
            Publication publication,
            Breaker breaker,
            @Nullable Homecoming homecoming,
            @Nullable ContextInternal context,
            long submittedAt) {
        super(records.size());
        this.records = records;
        this.publication = publication;
        this.breaker = breaker;
        this.homecoming = homecoming;
        this.context = context;
        this.submittedAt = submittedAt;
    }

    /** The records, once: a decided delivery that is still watched over must not keep its body in memory. */
    List<ProducerRecord<String, byte[]>> takeRecords() {
        List<ProducerRecord<String, byte[]>> taken = records;
        records = null;
        return taken == null ? List.of() : taken;
    }

    /** {@link System#nanoTime()} when it was handed over. */
    long submittedAt() {
        return submittedAt;
    }

    boolean isDecided() {
        return get() <= 0;
    }

    /** Called by Kafka's client for each record. */
    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (exception != null && isAboutTheRecord(exception)) {
            decline("Kafka refused the delivery.", exception);
        } else if (exception != null) {
            fail("Kafka did not confirm the delivery in time.", exception);
        } else if (decrementAndGet() == 0) {
            breaker.succeeded();
            comeHome();
        }
    }

    /** Gives the delivery up, unless it is decided. Counts against Kafka. */
    void fail(String message, @Nullable Throwable cause) {
        if (decide()) {
            breaker.failed();
            failure = new NotConfirmedException(message, cause);
            comeHome();
        }
    }

    /** Gives the delivery up, unless it is decided. Says nothing about Kafka. */
    void decline(String message, @Nullable Throwable cause) {
        if (decide()) {
            failure = new NotConfirmedException(message, cause);
            comeHome();
        }
    }

    private static boolean isAboutTheRecord(Exception exception) {
        return exception instanceof RecordTooLargeException
                || exception instanceof InvalidRecordException
                || exception instanceof SerializationException;
    }

    private boolean decide() {
        int left = get();
        while (left > 0) {
            if (compareAndSet(left, DECIDED)) {
                return true;
            }
            left = get();
        }
        return false;
    }

    private void comeHome() {
        if (homecoming == null) {
            tell();
        } else {
            homecoming.bring(this);
        }
    }

    /** Tells whoever waits, on the Vert.x context it waits on. */
    void arrive() {
        if (context == null) {
            tell();
        } else {
            context.dispatch(this, Confirmation::tell);
        }
    }

    private void tell() {
        if (failure == null) {
            publication.confirmed();
        } else {
            publication.notConfirmed(failure);
        }
    }
}
