package dev.onstage.support.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.onstage.support.settings.UnusableSettingException;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.BindException;
import java.net.URI;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailedStartTest {

    private static final int FAILED = 1;
    private static final int UNUSABLE = 78;

    @Test
    void shouldSayWhatOneOfOursSays() {
        assertThat(told(new UnusableSettingException("onstage.some", "it is none")))
                .contains(new FailedStart("The setting onstage.some cannot be used: it is none.", UNUSABLE));
        assertThat(told(new PreventFurtherStepsException("Start a newer version.", UNUSABLE)))
                .contains(new FailedStart("Start a newer version.", UNUSABLE));
    }

    @Test
    void shouldNameASettingThatIsNoNumber() {
        Config config = config("quarkus.http.port", "abc");

        FailedStart told = told(catchFailure(() -> config.getValue("quarkus.http.port", Integer.class)))
                .orElseThrow();

        assertThat(told.exitCode()).isEqualTo(UNUSABLE);
        assertThat(told.sentence())
                .startsWith("The setting quarkus.http.port cannot be used: ")
                .contains("abc");
    }

    @Test
    void shouldNotRepeatAnAddressThatMayHoldAPassword() {
        Config config = config("quarkus.redis.hosts", "redis://:s3cret@a b");

        FailedStart told = told(catchFailure(() -> config.getValue("quarkus.redis.hosts", URI.class)))
                .orElseThrow();

        assertThat(told).isEqualTo(new FailedStart("The setting quarkus.redis.hosts cannot be used.", UNUSABLE));
    }

    @ParameterizedTest
    @CsvSource({
        "28P01, 78, quarkus.datasource.password",
        "28000, 78, quarkus.datasource.username",
        "3D000, 78, quarkus.datasource.jdbc.url",
        "08001, 69, quarkus.datasource.jdbc.url",
        ", 69, quarkus.datasource.jdbc.url",
    })
    void shouldTellARefusalOfTheDatabaseFromItsAbsence(String sqlState, int exitCode, String setting) {
        FailedStart told =
                told(new SQLException("FATAL: said so\nand more", sqlState)).orElseThrow();

        assertThat(told.exitCode()).isEqualTo(exitCode);
        assertThat(told.sentence()).contains(setting).endsWith("FATAL: said so.");
    }

    @Test
    void shouldNameTheFileThatKafkaCannotRead() {
        var failure = new KafkaException(
                "Failed to construct a client",
                new KafkaException(
                        "Failed to load the store /etc/ca.p12", new IllegalArgumentException("wrong password")));

        assertThat(FailedStart.of(wrapped(failure), Map.of("ssl.truststore.location", "/etc/ca.p12")))
                .contains(new FailedStart(
                        "The setting kafka.ssl.truststore.location cannot be used: Failed to load the store /etc/ca.p12:"
                                + " wrong password.",
                        UNUSABLE));
    }

    @Test
    void shouldSayWhatTheFrameworkSaysOfASetting() {
        assertThat(told(new ConfigurationException("It is too small\nat all")))
                .contains(new FailedStart("A setting cannot be used: It is too small.", UNUSABLE));
    }

    @Test
    void shouldLeaveFaultsOfTheServiceToTheirStackTrace() {
        assertThat(told(new NullPointerException("oops"))).isEmpty();
        assertThat(told(new SQLException("there is no such column", "42703"))).isEmpty();
    }

    @Test
    void shouldEndWithAnotherCodeWhenAPortIsTaken() {
        assertThat(told(new QuarkusBindException("0.0.0.0", 8081, new BindException("taken"))))
                .hasValueSatisfying(told -> {
                    assertThat(told.exitCode()).isEqualTo(FAILED);
                    assertThat(told.sentence()).contains("port 8081");
                });
    }

    private static Optional<FailedStart> told(Throwable failure) {
        return FailedStart.of(wrapped(failure), Map.of());
    }

    /** As libraries do. */
    private static Throwable wrapped(Throwable failure) {
        return new RuntimeException("Failed to start quarkus", new ExceptionInInitializerError(failure));
    }

    private static Throwable catchFailure(Runnable reading) {
        return catchThrowable(reading::run);
    }

    private static Config config(String name, String value) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(URI.class, 200, URI::create)
                .withSources(new PropertiesConfigSource(Map.of(name, value), "test", 100))
                .build();
    }
}
