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

    private static final Set<String> NAMES = Set.of(
            "kafka.sasl.jaas.config",
            "kafka.ssl.key.password",
            "kafka.ssl.keystore.password",
            "kafka.ssl.truststore.password",
            "onstage.encryption.keys",
            "onstage.getstream.api.key",
            "onstage.getstream.api.secret",
            "onstage.getstream.secrets",
            "onstage.setup.token",
            "quarkus.datasource.password",
            "quarkus.otel.exporter.otlp.headers",
            "quarkus.otel.exporter.otlp.traces.headers",
            "quarkus.proxy.password",
            "quarkus.proxy.username",
            "quarkus.redis.password");

    /** What GetStream's own tools and documentation call them. */
    private static final Map<String, String> USUAL_VARIABLES =
            Map.of("onstage.getstream.api.key", "STREAM_API_KEY", "onstage.getstream.api.secret", "STREAM_API_SECRET");

    private SecretNames() {}

    static boolean contains(String name) {
        return NAMES.contains(plain(name));
    }

    /** The variable that is taken when the setting itself is not given; null when there is none. */
    static @Nullable String usualVariableOf(String name) {
        return USUAL_VARIABLES.get(plain(name));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ".");
    }
}
