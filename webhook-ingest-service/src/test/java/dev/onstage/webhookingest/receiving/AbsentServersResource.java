package dev.onstage.webhookingest.receiving;

import dev.onstage.servers.LoopbackPorts;
import dev.onstage.testing.ServerPorts;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Names a broker and a database that do not run; the test starts and stops them, by the ports left in system properties. */
public class AbsentServersResource implements QuarkusTestResourceLifecycleManager {
    static final String KAFKA_PORT = "onstage.test.absent-kafka-port";
    static final String POSTGRES_PORT = "onstage.test.absent-postgres-port";
    static final String DATABASE = "outage";
    static final String PASSWORD = "test";
    static final int MAX_IN_FLIGHT = 40;

    @Override
    public Map<String, String> start() {
        int kafka = LoopbackPorts.free();
        int postgres = LoopbackPorts.free();
        System.setProperty(KAFKA_PORT, Integer.toString(kafka));
        System.setProperty(POSTGRES_PORT, Integer.toString(postgres));
        String database = "postgresql://" + LoopbackPorts.HOST + ":" + postgres + "/" + DATABASE;
        Map<String, String> configuration = new HashMap<>(ServerPorts.free());
        configuration.putAll(Map.ofEntries(
                Map.entry("onstage.public-url", "http://127.0.0.1:8080"),
                Map.entry("quarkus.redis.hosts", "redis://" + LoopbackPorts.HOST + ":" + LoopbackPorts.free()),
                Map.entry("kafka.bootstrap.servers", LoopbackPorts.HOST + ":" + kafka),
                Map.entry("quarkus.datasource.reactive.url", "vertx-reactive:" + database),
                Map.entry("quarkus.datasource.jdbc.url", "jdbc:" + database + "?currentSchema=webhook_ingest"),
                Map.entry("quarkus.datasource.password", PASSWORD),
                // As in production: other tests wait longer for a Kafka that is only slow.
                Map.entry("onstage.publishing.longest-wait", "500ms"),
                Map.entry("onstage.publishing.max-block", "50ms"),
                Map.entry("onstage.publishing.request-timeout", "1s"),
                Map.entry("onstage.publishing.delivery-timeout", "2s"),
                // Senders that take their time hold the places that the test wants taken.
                Map.entry("onstage.receiving.body-timeout", "2m"),
                Map.entry("onstage.receiving.patience", "2m"),
                Map.entry("onstage.receiving.max-in-flight", Integer.toString(MAX_IN_FLIGHT)),
                Map.entry("onstage.spool.relay-rows", "7")));
        return configuration;
    }

    @Override
    public void stop() {
        System.clearProperty(KAFKA_PORT);
        System.clearProperty(POSTGRES_PORT);
    }
}
