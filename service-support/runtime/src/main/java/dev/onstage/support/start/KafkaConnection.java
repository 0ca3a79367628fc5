package dev.onstage.support.start;

import dev.onstage.support.settings.UnusableSettingException;
import dev.onstage.topics.TopicsCommand;
import dev.onstage.topics.UnusableConnection;
import io.quarkus.runtime.PreventFurtherStepsException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.eclipse.microprofile.config.Config;

/** How Kafka is reached before the service has started: what its clients are told, all that begins with {@code kafka.}. */
final class KafkaConnection {

    static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    private static final String PREFIX = "kafka.";

    private KafkaConnection() {}

    /**
     * Whether the login of these settings, if there is one, is written as Kafka wants it. Its clients would name a piece of what they
     * cannot read, which could be one of the password.
     */
    static boolean hasUsableLogin(Map<String, Object> connection) {
        Object login = connection.get(SaslConfigs.SASL_JAAS_CONFIG);
        if (login == null) {
            return true;
        }
        try {
            JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(login.toString())));
            return true;
        } catch (IllegalArgumentException | KafkaException unusable) {
            return false;
        }
    }

    /**
     * Makes a client of it, and asks Kafka nothing: files and passwords of files are read.
     *
     * @throws UnusableSettingException when that is impossible
     * @throws PreventFurtherStepsException when it may be possible at another time
     */
    static void check(Map<String, Object> connection) {
        if (!hasUsableLogin(connection)) {
            throw new UnusableSettingException("kafka.sasl.jaas.config", "it is not written as Kafka wants it");
        }
        if (!connection.containsKey(BOOTSTRAP_SERVERS)) {
            return;
        }
        UnusableConnection.find(connection).ifPresent(why -> {
            throw why.exitCode() == TopicsCommand.WRONG_SETTING
                    ? new UnusableSettingException(why.sentence())
                    : new PreventFurtherStepsException(why.sentence(), why.exitCode());
        });
    }

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
