package dev.onstage.testing;

import dev.onstage.servers.LoopbackPorts;
import java.util.Map;

/** Where the application under test listens: its own port and that of its management interface. */
public final class ServerPorts {

    static final String HTTP = "quarkus.http.test-port";
    static final String MANAGEMENT = "quarkus.management.test-port";

    private ServerPorts() {}

    /**
     * What a test resource configures so that both listen on this machine alone, on ports that nobody else has. They are numbers, not 0: the meters
     * of an HTTP server carry its port only when it was told one, and Prometheus takes no two meters of one name of which only
     * one carries it.
     */
    public static Map<String, String> free() {
        return Map.of(
                "quarkus.http.host",
                LoopbackPorts.HOST,
                HTTP,
                Integer.toString(LoopbackPorts.free()),
                "quarkus.management.host",
                LoopbackPorts.HOST,
                MANAGEMENT,
                Integer.toString(LoopbackPorts.free()));
    }
}
