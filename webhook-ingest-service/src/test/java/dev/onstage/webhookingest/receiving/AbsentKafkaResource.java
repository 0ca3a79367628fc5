package dev.onstage.webhookingest.receiving;

import dev.onstage.servers.LoopbackPorts;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Names a broker that does not run; the test starts and stops it, by the port left in a system property. */
public class AbsentKafkaResource implements QuarkusTestResourceLifecycleManager {
    static final String PORT_PROPERTY = "onstage.test.absent-kafka-port";

    @Override
    public Map<String, String> start() {
        int port = LoopbackPorts.free();
        System.setProperty(PORT_PROPERTY, Integer.toString(port));
        return Map.of(
                "quarkus.http.test-port",
                "0",
                "kafka.bootstrap.servers",
                LoopbackPorts.HOST + ":" + port,
                "quarkus.datasource.reactive.url",
                "vertx-reactive:postgresql://" + LoopbackPorts.HOST + ":" + LoopbackPorts.free() + "/postgres",
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://" + LoopbackPorts.HOST + ":" + LoopbackPorts.free() + "/postgres",
                "onstage.publishing.max-in-flight",
                "2");
    }

    @Override
    public void stop() {
        System.clearProperty(PORT_PROPERTY);
    }
}
