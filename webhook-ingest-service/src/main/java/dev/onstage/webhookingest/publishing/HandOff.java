package dev.onstage.webhookingest.publishing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jboss.logging.Logger;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Takes deliveries from the event loops to Kafka's client, whose {@code send} may block for a moment: a bounded queue and
 * one thread that sends all that is there at once. The same thread gives up what Kafka's client never reported on.
 */
final class HandOff implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(HandOff.class);
    private static final long LOOK_AROUND_MILLIS = 100;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final Producer<String, byte[]> producer;
    private final Breaker breaker;
    private final long longestWaitNanos;
    private final long longestSendNanos;
    private final MpscBlockingConsumerArrayQueue<Confirmation> queue;
    private final Deque<Confirmation> sent = new ArrayDeque<>();
    private final Thread thread;
    private volatile boolean closing;

    /**
     * Starts the thread.
     *
     * @param capacity deliveries that may wait for it
     * @param longestWait a delivery that waited longer is given up unsent: Kafka's client blocks
     * @param longestSend a delivery not reported on by then is given up
     */
    HandOff(
            Producer<String, byte[]> producer,
            Breaker breaker,
            int capacity,
            Duration longestWait,
            Duration longestSend) {
        this.producer = producer;
        this.breaker = breaker;
        this.longestWaitNanos = longestWait.toNanos();
        this.longestSendNanos = longestSend.toNanos();
        this.queue = new MpscBlockingConsumerArrayQueue<>(capacity);
        this.thread = new Thread(this::work, "delivery-publisher");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Hands a delivery over, from any thread; false when too many wait. */
    boolean offer(Confirmation delivery) {
        return !closing && queue.offer(delivery);
    }

    private void work() {
        while (!closing) {
            try {
                Confirmation delivery = queue.poll(LOOK_AROUND_MILLIS, TimeUnit.MILLISECONDS);
                while (delivery != null) {
                    sendOrFail(delivery);
                    delivery = queue.poll();
                }
                giveUpForgotten();
            } catch (InterruptedException e) {
                closing = true;
            } catch (RuntimeException | Error e) {
                LOG.error("The publishing thread met something unexpected", e);
            }
        }
    }

    /** Whatever is thrown: the delivery is decided, and the thread goes on. */
    private void sendOrFail(Confirmation delivery) {
        try {
            send(delivery);
        } catch (RuntimeException | Error refused) {
            delivery.fail("Kafka's client refused the delivery.", refused);
        }
    }

    private void send(Confirmation delivery) {
        if (System.nanoTime() - delivery.submittedAt() > longestWaitNanos) {
            delivery.fail("Kafka's client did not take the delivery in time.", null);
            return;
        }
        if (breaker.isOpen() && !queue.isEmpty()) {
            // It opened while these waited. The last one is sent all the same: it may be the probe.
            delivery.decline("Kafka has not confirmed anything for a while.", null);
            return;
        }
        List<ProducerRecord<String, byte[]>> records = delivery.takeRecords();
        sent.add(delivery);
        for (ProducerRecord<String, byte[]> kafkaRecord : records) {
            if (delivery.isDecided()) {
                return;
            }
            Future<RecordMetadata> unused = producer.send(kafkaRecord, delivery);
        }
        dropDecided();
    }

    /** Usually the oldest are decided, so this looks at one or two. */
    private void dropDecided() {
        for (Confirmation oldest = sent.peek(); oldest != null && oldest.isDecided(); oldest = sent.peek()) {
            sent.remove();
        }
    }

    private void giveUpForgotten() {
        long now = System.nanoTime();
        for (Confirmation oldest = sent.peek(); isDue(oldest, now); oldest = sent.peek()) {
            sent.remove();
            if (oldest != null) {
                oldest.fail("Kafka's client did not report on the delivery in time.", null);
            }
        }
    }

    private boolean isDue(@Nullable Confirmation oldest, long now) {
        return oldest != null && (oldest.isDecided() || now - oldest.submittedAt() > longestSendNanos);
    }

    /** Sends no more; what waits is given up. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Confirmation left = queue.poll();
        while (left != null) {
            left.decline("The service stops.", null);
            left = queue.poll();
        }
    }
}
