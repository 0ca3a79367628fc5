package dev.onstage.support.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which settings hold secrets, or names that belong to one; in the spelling of files or of environment variables, since a setting
 * may be asked for by either.
 */
final class SecretNames {

    /** Beside these, whatever is called a password is one. */
    private static final Set<String> NAMES = Set.of(
            "kafka.sasl.jaas.config",
            "kafka.ssl.keystore.certificate.chain",
            "kafka.ssl.keystore.key",
            "kafka.ssl.truststore.certificates",
            "onstage.encryption.keys",
            "onstage.getstream.api.key",
            "onstage.getstream.api.secret",
            "onstage.getstream.secrets",
            "onstage.oidc.client.secret",
            "onstage.setup.token",
            "quarkus.datasource.username",
            "quarkus.mailer.username",
            "quarkus.otel.exporter.otlp.headers",
            "quarkus.otel.exporter.otlp.traces.headers",
            "quarkus.proxy.username");

    /** Those of which the value of the moment is asked for; others are looked at when the service starts. */
    private static final Set<String> READ_AGAIN = Set.of(
            "onstage.getstream.api.key",
            "onstage.getstream.api.secret",
            "onstage.getstream.secrets",
            "quarkus.datasource.password",
            "quarkus.datasource.username");

    private static final String PASSWORD = ".password";

    private static final Set<String> SETTINGS = Set.of("onstage.", "quarkus.", "kafka.");

    /** What GetStream's own tools and documentation call them. */
    private static final Map<String, String> USUAL_VARIABLES =
            Map.of("onstage.getstream.api.key", "STREAM_API_KEY", "onstage.getstream.api.secret", "STREAM_API_SECRET");

    private SecretNames() {}

    static boolean contains(String name) {
        String plain = plain(name);
        return NAMES.contains(plain) || plain.endsWith(PASSWORD);
    }

    /** Whether a file of that name holds a secret. */
    static boolean isFile(String name) {
        return !name.startsWith(".") && (contains(name) || USUAL_VARIABLES.containsValue(name));
    }

    /** Whether a new value in a file of that name holds without a restart. */
    static boolean isReadAgain(String file) {
        return READ_AGAIN.contains(plain(file)) || USUAL_VARIABLES.containsValue(file);
    }

    /** Whether it is called like a setting of ours, of the framework or of Kafka's clients. */
    static boolean isSetting(String name) {
        return SETTINGS.stream().anyMatch(plain(name)::startsWith);
    }

    /** The variable that is taken when the setting itself is not given; null when there is none. */
    static @Nullable String usualVariableOf(String name) {
        return USUAL_VARIABLES.get(plain(name));
    }

    /** The environment variable of the setting that a file of that name holds, also where it has the usual name. */
    static String variableOfFile(String name) {
        return USUAL_VARIABLES.entrySet().stream()
                .filter(usual -> usual.getValue().equals(name))
                .map(usual -> variable(usual.getKey()))
                .findFirst()
                .orElseGet(() -> variable(name));
    }

    /** Whether a file of that name holds a setting of ours, of the framework or of Kafka's clients. */
    static boolean isOurs(String name) {
        return isSetting(name) || USUAL_VARIABLES.containsValue(name);
    }

    /** The environment variable of that setting. */
    static String variable(String name) {
        return plain(name).replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ".");
    }
}
