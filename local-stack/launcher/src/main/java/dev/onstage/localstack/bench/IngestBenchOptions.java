package dev.onstage.localstack.bench;

import java.time.Duration;

/**
 * How {@link IngestBench} measures.
 *
 * @param seconds of each round
 * @param rounds how often each target has its turn
 * @param connections kept open by the sender, with one delivery at a time on each
 * @param halfLoadSeconds how long half of the greatest load is held
 * @param soak how long half of the load is held afterwards, with memory and disk looked at; zero: not at all
 * @param withJournal whether to measure once more with the journal consumer on
 */
public record IngestBenchOptions(
        int seconds, int rounds, int connections, int halfLoadSeconds, Duration soak, boolean withJournal) {}
