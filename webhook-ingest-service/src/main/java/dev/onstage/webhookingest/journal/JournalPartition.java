package dev.onstage.webhookingest.journal;

import java.time.Instant;

/**
 * One partition of the journal.
 *
 * @param name the table's name
 * @param from the first moment of receipt it holds
 * @param before the first moment it does not hold any more
 * @param bytes what it takes in the database, indexes included
 */
record JournalPartition(String name, Instant from, Instant before, long bytes) {}
