package dev.onstage.localstack.gateway;

import java.time.Duration;

/**
 * What one client, and all of them together, may take of the gateway.
 *
 * @param connections open at the same time
 * @param connectionsPerAddress open at the same time from one address; on a local stack nearly everybody has the same one
 * @param headWithin how long the first request line with its headers may take
 * @param nextHeadWithin how long a connection is kept after an answer, until the next head is complete
 * @param bodyWithin how long a body may take
 */
public record GatewayLimits(
        int connections, int connectionsPerAddress, Duration headWithin, Duration nextHeadWithin, Duration bodyWithin) {

    static final int REQUEST_LINE_BYTES = 8 << 10;
    static final int HEADER_BYTES = 16 << 10;
    /** The APIs take small JSON documents. */
    static final long API_BODY_BYTES = 64L << 10;
    /** A delivery has up to 1 MiB; the service that knows this refuses a slightly larger one itself. */
    static final long DELIVERY_BODY_BYTES = (1L << 20) + (64L << 10);

    /** What a local stack has. */
    public static final GatewayLimits DEFAULT =
            new GatewayLimits(4096, 1024, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(10));

    /** The same, but one address may have all connections. */
    GatewayLimits withoutLimitPerAddress() {
        return new GatewayLimits(connections, connections, headWithin, nextHeadWithin, bodyWithin);
    }
}
