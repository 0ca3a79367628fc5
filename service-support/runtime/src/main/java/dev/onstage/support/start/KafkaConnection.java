package dev.onstage.support.start;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** How Kafka is reached before the service has started: what its clients are told, all that begins with {@code kafka.}. */
final class KafkaConnection {

    static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    private static final String PREFIX = "kafka.";

    private KafkaConnection() {}

    /** Settings of a Kafka client, also those from environment variables such as {@code KAFKA_SASL_MECHANISM}. */
    static Map<String, Object> of(Config config) {
        Map<String, Object> connection = new HashMap<>();
        for (String name : config.getPropertyNames()) {
            String property = name.toLowerCase(Locale.ROOT).replace('_', '.');
            if (property.startsWith(PREFIX)) {
                // By the name with dots: an environment variable and a file may say both, and the file comes first.
                config.getOptionalValue(property, String.class)
                        .or(() -> config.getOptionalValue(name, String.class))
                        .ifPresent(value -> connection.put(property.substring(PREFIX.length()), value));
            }
        }
        return connection;
    }
}
