package dev.onstage.localstack.stack;

import dev.onstage.localstack.gateway.GatewayLimits;
import dev.onstage.localstack.topology.ServiceKind;
import java.util.Map;
import java.util.Set;

/**
 * How many event streams the one copy of a service may have open in a local stack. Each stream holds a connection of the
 * gateway for as long as somebody reads it, and the limits that services have by themselves are meant for an install whose
 * gateway has far more of them: here streams alone could take every connection.
 *
 * @param perAddress of one client address
 * @param total of all together
 */
record StreamShare(int perAddress, int total) {

    /** Which services have event streams. */
    static final Set<ServiceKind> SERVICES = Set.of(ServiceKind.STREAM_CONTROL, ServiceKind.ANALYTICS);

    /** One address gets this part of the connections that it may have, for its streams of all services. */
    private static final int PART_OF_AN_ADDRESS = 4;

    /** All get this part of the connections that there are. */
    private static final int PART_OF_ALL = 2;

    /** The part of each service behind a gateway with those limits. */
    static StreamShare of(GatewayLimits gateway) {
        return new StreamShare(
                gateway.connectionsPerAddress() / (PART_OF_AN_ADDRESS * SERVICES.size()),
                gateway.connections() / (PART_OF_ALL * SERVICES.size()));
    }

    /** The settings of the service that say so. */
    Map<String, String> environment() {
        return Map.of(
                "ONSTAGE_STREAMS_PER_ADDRESS",
                Integer.toString(perAddress),
                "ONSTAGE_STREAMS_TOTAL",
                Integer.toString(total));
    }
}
