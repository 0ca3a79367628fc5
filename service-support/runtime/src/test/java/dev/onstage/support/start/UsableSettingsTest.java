package dev.onstage.support.start;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.support.settings.UnusableSettingException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsableSettingsTest {

    private static final Map<String, String> USABLE = Map.of(
            "onstage.public-url",
            "https://onstage.example.com",
            "onstage.jwks-url",
            "http://stream-control:8080/.well-known/jwks.json",
            "onstage.trusted-proxies",
            "0",
            "onstage.database.answer-within",
            "PT1S",
            "quarkus.datasource.reactive.url",
            "vertx-reactive:postgresql://db:5432/onstage",
            "quarkus.datasource.jdbc.url",
            "jdbc:postgresql://db:5432/onstage",
            "quarkus.redis.hosts",
            "redis://127.0.0.1:6379,rediss://127.0.0.1:6380",
            "kafka.bootstrap.servers",
            "127.0.0.1:9092");

    @Test
    void shouldTakeWhatCanBeUsed() {
        assertThatCode(() -> UsableSettings.check(config(USABLE))).doesNotThrowAnyException();
        assertThatCode(() -> UsableSettings.check(config(Map.of())))
                .as("what is missing is told elsewhere")
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "onstage.public-url, ftp://onstage.example.com, http:// or https://",
        "onstage.jwks-url, nowhere, http:// or https://",
        "onstage.trusted-proxies, -3, 0 or more",
        "onstage.database.answer-within, PT0.999S, 1 s or more",
        "quarkus.datasource.reactive.url, postgresql://db:5432/s3cret, vertx-reactive:postgresql://",
        "quarkus.datasource.jdbc.url, jdbc:mysql://s3cret, jdbc:postgresql:",
        "quarkus.redis.hosts, 'redis://127.0.0.1:6379,s3cret@redis', redis:// or rediss://",
        "kafka.bootstrap.servers, nowhere, bootstrap.servers",
        "kafka.sasl.jaas.config, s3cret, kafka.sasl.jaas.config",
    })
    void shouldNameWhatCannotBeUsed(String setting, String value, String why) {
        Map<String, String> settings = new HashMap<>(USABLE);
        settings.put(setting, value);

        assertThatThrownBy(() -> UsableSettings.check(config(settings)))
                .isInstanceOf(UnusableSettingException.class)
                .message()
                .contains(setting.startsWith("kafka.") ? "kafka." : setting, why)
                .doesNotContain("s3cret");
    }

    @Test
    void shouldNameATrustStoreThatIsNotThere() {
        Map<String, String> settings = new HashMap<>(USABLE);
        settings.put("kafka.security.protocol", "SSL");
        settings.put("kafka.ssl.truststore.location", "/no/such/store");
        settings.put("kafka.ssl.truststore.password", "s3cret");

        assertThatThrownBy(() -> UsableSettings.check(config(settings)))
                .isInstanceOf(UnusableSettingException.class)
                .hasMessageContaining("The setting kafka.ssl.truststore.location cannot be used")
                .message()
                .doesNotContain("s3cret");
    }

    private static Config config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build();
    }
}
