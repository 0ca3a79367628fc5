package dev.onstage.support.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.support.settings.UnusableSettingException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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
            "127.0.0.1:9092",
            RequiredSettings.MORE,
            "onstage.jwks-url,onstage.encryption-keys");

    @Test
    void shouldTakeWhatCanBeUsed() {
        assertThatCode(() -> UsableSettings.check(config(USABLE))).doesNotThrowAnyException();
        assertThatCode(() -> UsableSettings.check(config(Map.of())))
                .as("what is missing is told elsewhere")
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.datasource.reactive.url, postgresql://db:5432/onstage",
        "quarkus.datasource.reactive.url, vertx-reactive:postgres://u:p%40ss@db/onstage?sslmode=require",
        "quarkus.datasource.reactive.url, 'vertx-reactive:postgresql://pg-0/onstage, postgres://pg-1/onstage'",
        "quarkus.datasource.jdbc.url," + " 'jdbc:postgresql://pg-0:5432,pg-1:5432/onstage?targetServerType=primary'",
        "quarkus.datasource.jdbc.url, 'jdbc:postgresql://[::1]:5432/onstage?currentSchema=a,b'",
        "quarkus.redis.hosts, unix:///run/redis.sock",
        "onstage.public-url, https://[::1]:8080/",
        "onstage.jwks-url, http://stream_control:8080/.well-known/jwks.json",
        "onstage.jwks-url, http://[::1]:8080/.well-known/jwks.json",
    })
    void shouldTakeWhatQuarkusAndTheClientsTake(String setting, String value) {
        Map<String, String> settings = new HashMap<>(USABLE);
        settings.put(setting, value);

        assertThatCode(() -> UsableSettings.check(config(settings))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"onstage.jwks-url, nowhere", "onstage.encryption-keys, nonsense"})
    void shouldNotLookAtWhatTheServiceDoesNotNeed(String setting, String value) {
        Map<String, String> settings = new HashMap<>(USABLE);
        settings.put(setting, value);
        assertThatThrownBy(() -> UsableSettings.check(config(settings))).hasMessageContaining(setting);

        settings.remove(RequiredSettings.MORE);

        assertThatCode(() -> UsableSettings.check(config(settings))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "onstage.public-url, ftp://onstage.example.com, http:// or https://",
        "onstage.jwks-url, nowhere, http:// or https://",
        "onstage.trusted-proxies, -3, 0 or more",
        "onstage.database.answer-within, PT0.999S, 1 s or more",
        "onstage.public-url, http://{{host}}/x, it names no host",
        "onstage.public-url, http:///onstage, it names no host",
        "onstage.jwks-url, http://stream control:8080/, it names no host",
        "onstage.encryption-keys, nonsense, no key id",
        "quarkus.datasource.reactive.url, mysql://db:5432/s3cret, vertx-reactive:postgresql://",
        "quarkus.datasource.reactive.url, vertx-reactive:postgresql://u:s3cret@db:x/onstage, cannot read it",
        "quarkus.datasource.jdbc.url, jdbc:postgresql://db:54x2/s3cret, cannot read it",
        "quarkus.datasource.jdbc.url, jdbc:postgresql://u:s3cret@db/onstage, cannot read it",
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

    /** The driver would name the piece that it takes for a port. */
    @Test
    void shouldLetTheDriverSayNothing() {
        var lines = new ArrayList<String>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage() + Arrays.toString(line.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger all = Logger.getLogger("");
        all.addHandler(handler);
        try {
            assertThatThrownBy(() -> DriverManager.getDriver("jdbc:postgresql://u:other@db/onstage"))
                    .isInstanceOf(SQLException.class);
            assertThat(lines).as("what it says by itself").anyMatch(line -> line.contains("other@db"));
            shouldNameWhatCannotBeUsed(
                    "quarkus.datasource.jdbc.url", "jdbc:postgresql://u:s3cret@db/onstage", "cannot read it");
        } finally {
            all.removeHandler(handler);
        }

        assertThat(lines).noneMatch(line -> line.contains("s3cret"));
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

    @Test
    void shouldTellANameServiceThatIsAwayFromASettingThatIsWrong() {
        Map<String, String> settings = new HashMap<>(USABLE);
        settings.put("kafka.bootstrap.servers", "nobody.invalid:9092");

        assertThatThrownBy(() -> UsableSettings.check(config(settings)))
                .isInstanceOfSatisfying(RuntimeException.class, failure -> {
                    FailedStart told = FailedStart.ofReading(failure);
                    assertThat(told.exitCode()).isEqualTo(69);
                    assertThat(told.sentence())
                            .startsWith("No host in kafka.bootstrap.servers is known here at the moment: ");
                });
    }

    private static Config config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build();
    }
}
