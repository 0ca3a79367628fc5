package dev.onstage.webhookingest.receiving;

import dev.onstage.servers.LoopbackPorts;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Names a broker and a database that do not run; the test starts and stops them, by the ports left in system properties. */
public class AbsentServersResource implements QuarkusTestResourceLifecycleManager {
    static final String KAFKA_PORT = "onstage.test.absent-kafka-port";
    static final String POSTGRES_PORT = "onstage.test.absent-postgres-port";
    static final String DATABASE = "outage";
    static final String PASSWORD = "test";

    @Override
    public Map<String, String> start() {
        int kafka = LoopbackPorts.free();
        int postgres = LoopbackPorts.free();
        System.setProperty(KAFKA_PORT, Integer.toString(kafka));
        System.setProperty(POSTGRES_PORT, Integer.toString(postgres));
        String database = "postgresql://" + LoopbackPorts.HOST + ":" + postgres + "/" + DATABASE;
        return Map.of(
                "quarkus.http.test-port",
                "0",
                "kafka.bootstrap.servers",
                LoopbackPorts.HOST + ":" + kafka,
                "quarkus.datasource.reactive.url",
                "vertx-reactive:" + database,
                "quarkus.datasource.jdbc.url",
                "jdbc:" + database + "?currentSchema=webhook_ingest",
                "quarkus.datasource.password",
                PASSWORD,
                "onstage.receiving.max-in-flight",
                "40",
                "onstage.spool.relay-rows",
                "7");
    }

    @Override
    public void stop() {
        System.clearProperty(KAFKA_PORT);
        System.clearProperty(POSTGRES_PORT);
    }
}
