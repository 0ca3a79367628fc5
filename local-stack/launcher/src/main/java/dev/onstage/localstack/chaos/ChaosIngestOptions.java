package dev.onstage.localstack.chaos;

import dev.onstage.localstack.topology.ServiceKind;
import java.time.Duration;

/**
 * What {@link ChaosIngest} does.
 *
 * @param victim webhook-ingest, or analytics: of it there are two copies then, one of which dies each time
 * @param kills SIGKILLs of the victim while everything else is well; some more come while it is not
 * @param rate deliveries per second
 * @param outage how long Kafka is away and then PostgreSQL; zero: not at all
 * @param together whether both of them are killed at the same time, too, after that
 * @param seed decides the crowd and the moments of the kills
 * @param patience how long the sender waits for an answer
 * @param throughGateway whether deliveries go through the gateway instead of straight to the service
 */
public record ChaosIngestOptions(
        ServiceKind victim,
        int kills,
        int rate,
        Duration outage,
        boolean together,
        long seed,
        Duration patience,
        boolean throughGateway) {}
