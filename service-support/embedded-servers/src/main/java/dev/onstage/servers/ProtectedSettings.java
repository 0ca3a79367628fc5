package dev.onstage.servers;

import dev.onstage.schemas.ServiceSchema;
import java.util.Map;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/** What a service is told so that it reaches protected servers: its settings by name, as they are in a cluster too. */
public final class ProtectedSettings {

    private ProtectedSettings() {}

    /**
     * PostgreSQL has two clients with settings of their own: one for everything, one for migrations.
     *
     * @param server host and port
     * @param password of the role, which is named as its schema
     */
    public static Map<String, String> postgres(
            String server, String database, ServiceSchema schema, String password, ServerCertificate certificate) {
        String address = "postgresql://" + server + "/" + database;
        String authority = certificate.authority().toString();
        return Map.of(
                "quarkus.datasource.reactive.url",
                "vertx-reactive:" + address,
                "quarkus.datasource.reactive.postgresql.ssl-mode",
                "verify-full",
                "quarkus.datasource.reactive.hostname-verification-algorithm",
                "HTTPS",
                "quarkus.datasource.reactive.trust-certificate-pem",
                "true",
                "quarkus.datasource.reactive.trust-certificate-pem.certs",
                authority,
                "quarkus.datasource.jdbc.url",
                "jdbc:" + address + "?currentSchema=" + schema.schemaName() + "&sslmode=verify-full&sslrootcert="
                        + authority,
                "quarkus.datasource.username",
                schema.schemaName(),
                "quarkus.datasource.password",
                password);
    }

    /**
     * Redis, or Sentinels that say which Redis is the master.
     *
     * @param server host and port
     */
    public static Map<String, String> redis(String server, Protection protection) {
        return Map.of(
                "quarkus.redis.hosts",
                "rediss://" + server,
                "quarkus.redis.password",
                protection.password(),
                "quarkus.redis.tls-configuration-name",
                "redis",
                "quarkus.tls.redis.trust-store.pem.certs",
                protection.certificate().authority().toString(),
                "quarkus.tls.redis.hostname-verification-algorithm",
                "HTTPS");
    }

    /**
     * Kafka; without {@code kafka.} in front this is what any client of Kafka understands.
     *
     * @param server host and port
     */
    public static Map<String, String> kafka(String server, Protection protection) {
        return Map.of(
                "kafka.bootstrap.servers",
                server,
                "kafka.security.protocol",
                "SASL_SSL",
                "kafka.sasl.mechanism",
                EmbeddedKafkaBroker.MECHANISM,
                "kafka.sasl.jaas.config",
                ScramLoginModule.class.getName() + " required username=\"" + EmbeddedKafkaBroker.USER + "\" password=\""
                        + protection.password() + "\";",
                "kafka.ssl.truststore.type",
                "PEM",
                "kafka.ssl.truststore.location",
                protection.certificate().authority().toString());
    }
}
