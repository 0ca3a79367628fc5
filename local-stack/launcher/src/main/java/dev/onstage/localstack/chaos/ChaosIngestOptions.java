package dev.onstage.localstack.chaos;

import java.time.Duration;

/**
 * What {@link ChaosIngest} does.
 *
 * @param kills SIGKILLs of webhook-ingest while everything else is well; some more come while it is not
 * @param rate deliveries per second
 * @param outage how long Kafka, PostgreSQL and both are away, one after the other; zero: not at all
 * @param seed decides the crowd and the moments of the kills
 * @param patience how long the sender waits for an answer
 * @param throughGateway whether deliveries go through the gateway instead of straight to the service
 */
public record ChaosIngestOptions(
        int kills, int rate, Duration outage, long seed, Duration patience, boolean throughGateway) {}
