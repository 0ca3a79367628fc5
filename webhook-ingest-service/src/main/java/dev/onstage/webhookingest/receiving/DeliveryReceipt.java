package dev.onstage.webhookingest.receiving;

import dev.onstage.support.problem.ProblemException;

/** Is told, once, what became of a received delivery; on an event loop. */
interface DeliveryReceipt {
    /** {@link System#nanoTime()} when the request began: from then on the sender waits. */
    long startedAt();

    /** Kafka or the spool has it. */
    void durable();

    /** The sender has to be told what is wrong. */
    void refused(ProblemException problem);
}
