package dev.onstage.support.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredSettingsTest {

    private static final Map<String, String> COMPLETE = Map.of(
            "quarkus.datasource.reactive.url",
            "vertx-reactive:postgresql://db:5432/onstage",
            "quarkus.datasource.jdbc.url",
            "jdbc:postgresql://db:5432/onstage",
            "quarkus.redis.hosts",
            "redis://redis:6379",
            "kafka.bootstrap.servers",
            "kafka:9092",
            "onstage.public-url",
            "https://onstage.example.com",
            RequiredSettings.MORE,
            "onstage.jwks-url",
            "onstage.jwks-url",
            "http://stream-control:8080/.well-known/jwks.json");

    @Test
    void shouldMissNothingWhenAllAreGiven() {
        assertThat(RequiredSettings.missingIn(config(COMPLETE))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quarkus.datasource.reactive.url",
                "quarkus.datasource.jdbc.url",
                "quarkus.redis.hosts",
                "kafka.bootstrap.servers",
                "onstage.public-url",
                "onstage.jwks-url",
            })
    void shouldNameTheOneThatIsMissingOrBlank(String name) {
        Map<String, String> without = new HashMap<>(COMPLETE);
        without.remove(name);
        Map<String, String> blank = new HashMap<>(COMPLETE);
        blank.put(name, "  ");

        assertThat(RequiredSettings.missingIn(config(without)))
                .singleElement()
                .asString()
                .startsWith("The setting " + name + " (environment variable "
                        + name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT) + ") is missing: ");
        assertThat(RequiredSettings.missingIn(config(blank))).hasSize(1);
    }

    @Test
    void shouldNameAllAtOnce() {
        assertThat(RequiredSettings.missingIn(config(Map.of()))).hasSize(5);
        assertThat(RequiredSettings.missingForMigrationsIn(config(Map.of()))).hasSize(2);
    }

    private static Config config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build();
    }
}
