package dev.onstage.localstack.stack;

import dev.onstage.localstack.topology.Port;
import dev.onstage.localstack.topology.ServiceKind;
import dev.onstage.schemas.ServiceSchema;
import dev.onstage.servers.ProtectedSettings;
import dev.onstage.servers.Protection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How services reach PostgreSQL, Redis and Kafka.
 *
 * @param protection of all three; empty when they speak without TLS and ask for no password
 */
record ServerAccess(Ports ports, Secrets secrets, Optional<Protection> protection) {

    private static final String KAFKA = "kafka.";

    /** Environment variables of that service. */
    Map<String, String> environment(ServiceKind service) {
        return protection
                .map(all -> protectedSettings(service, all))
                .orElseGet(() -> plainSettings(service))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(setting -> variable(setting.getKey()), Map.Entry::getValue));
    }

    private Map<String, String> plainSettings(ServiceKind service) {
        String database = "postgresql://" + address(Port.POSTGRES) + "/" + Servers.DATABASE;
        return Map.of(
                "quarkus.datasource.reactive.url",
                "vertx-reactive:" + database,
                "quarkus.datasource.jdbc.url",
                "jdbc:" + database + "?currentSchema=" + service.schema(),
                "quarkus.datasource.username",
                service.schema(),
                "quarkus.datasource.password",
                secrets.databasePassword(ServiceSchema.of(service.schema())),
                "quarkus.redis.hosts",
                "redis://" + address(Port.REDIS),
                "kafka.bootstrap.servers",
                address(Port.KAFKA));
    }

    private Map<String, String> protectedSettings(ServiceKind service, Protection all) {
        Map<String, String> settings = new HashMap<>();
        settings.putAll(ProtectedSettings.postgres(
                address(Port.POSTGRES),
                Servers.DATABASE,
                ServiceSchema.of(service.schema()),
                secrets.databasePassword(ServiceSchema.of(service.schema())),
                all.certificate()));
        settings.putAll(ProtectedSettings.redis(address(Port.REDIS), all));
        settings.putAll(ProtectedSettings.kafka(address(Port.KAFKA), all));
        return settings;
    }

    /** What Kafka's own tools are told, as lines of a file; empty when the address is enough. */
    Optional<String> kafkaClientFile() {
        return protection.map(all -> ProtectedSettings.kafka(address(Port.KAFKA), all).entrySet().stream()
                .map(setting -> setting.getKey().substring(KAFKA.length()) + "=" + setting.getValue())
                .sorted()
                .collect(Collectors.joining("\n", "", "\n")));
    }

    private String address(Port port) {
        return "127.0.0.1:" + ports.number(port);
    }

    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
