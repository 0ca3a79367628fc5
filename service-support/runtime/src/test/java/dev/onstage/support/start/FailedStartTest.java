package dev.onstage.support.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.onstage.support.settings.UnusableSettingException;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.BindException;
import java.net.SocketException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailedStartTest {

    private static final int FAILED = 1;
    private static final int UNUSABLE = 78;
    private static final int AWAY = 69;

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
    void shouldNameEachSettingOfThoseThatAreReadTogether() {
        Config config =
                config(Map.of("onstage.discord.timeout", "soon", "onstage.discord.address", "http://u:s3cret@a b"));

        FailedStart told = told(invalid(
                        "onstage.discord.calls-per-second must be greater than or equal to 1",
                        String.valueOf(catchFailure(() -> config.getValue("onstage.discord.timeout", Integer.class))
                                .getMessage()),
                        String.valueOf(catchFailure(() -> config.getValue("onstage.discord.address", URI.class))
                                .getMessage()),
                        "SRCFG00014: The config property onstage.channel is required but it could not be found in any"
                                + " config source",
                        "SRCFG00050: onstage.discord.\"a.b\".adress in EnvConfigSource does not map to any root",
                        "SRCFG00050: onstage.adress in Some[file:///etc/some] does not map to any root"))
                .orElseThrow();

        assertThat(told.exitCode()).isEqualTo(UNUSABLE);
        assertThat(told.sentence().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo(
                                        "The setting onstage.discord.calls-per-second cannot be used: must be greater"
                                                + " than or equal to 1."),
                        line -> assertThat(line)
                                .startsWith("The setting onstage.discord.timeout cannot be used: ")
                                .contains("soon"),
                        line -> assertThat(line).isEqualTo("The setting onstage.discord.address cannot be used."),
                        line -> assertThat(line)
                                .startsWith("The setting onstage.channel cannot be used: is required but"),
                        line -> assertThat(line)
                                .startsWith("The setting onstage.discord.\"a.b\".adress cannot be used: ")
                                .endsWith("does not map to any root."),
                        line -> assertThat(line).isEqualTo("The setting onstage.adress cannot be used."));
    }

    @Test
    void shouldSayWhatNamesNoSetting() {
        assertThat(told(invalid("SRCFG00099: Something is wrong\nand more", "Not http://u:s3cret@host")))
                .hasValueSatisfying(told -> assertThat(told.sentence().lines())
                        .containsExactly(
                                "A setting cannot be used: SRCFG00099: Something is wrong.",
                                "A setting cannot be used."));
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
        "57P03, 69, quarkus.datasource.jdbc.url",
        "53300, 69, quarkus.datasource.jdbc.url",
        ", 69, quarkus.datasource.jdbc.url",
    })
    void shouldTellARefusalOfTheDatabaseFromItsAbsence(String sqlState, int exitCode, String setting) {
        FailedStart told =
                told(new SQLException("FATAL: said so\nand more", sqlState)).orElseThrow();

        assertThat(told.exitCode()).isEqualTo(exitCode);
        assertThat(told.sentence()).contains(setting).endsWith("FATAL: said so.");
    }

    @Test
    void shouldSayWhatTheClientOfADatabaseWaitedForInVain() {
        assertThat(told(new SQLException(
                        "Acquisition timeout", null, new IllegalStateException("no connection was made"))))
                .contains(new FailedStart(
                        "PostgreSQL does not answer where quarkus.datasource.jdbc.url says: Acquisition timeout:"
                                + " no connection was made.",
                        AWAY));
        assertThat(told(new SQLException("Unable to begin", new SQLException("FATAL: wrong password", "28P01"))))
                .hasValueSatisfying(told -> assertThat(told.sentence()).endsWith("FATAL: wrong password."));
    }

    @Test
    void shouldTakeAServerThatGoesAwayWhileTlsBeginsForAway() {
        SSLHandshakeException ended = new SSLHandshakeException("Remote host terminated the handshake");
        ended.initCause(new EOFException("SSL peer shut down incorrectly"));

        assertThat(told(new SQLException("SSL error: Remote host terminated the handshake", "08006", ended)))
                .hasValueSatisfying(told -> assertThat(told.exitCode()).isEqualTo(AWAY));
    }

    @Test
    void shouldTellTlsThatCannotBeFromAServerThatDoesNotAnswer() {
        for (SQLException refusal : List.of(
                new SQLException("The server does not support SSL.", "08004"),
                new SQLException(
                        "Could not open SSL root certificate file /etc/ca.pem.",
                        "08006",
                        new FileNotFoundException("/etc/ca.pem")),
                new SQLException("SSL error: PKIX path building failed", "08006", new SSLHandshakeException("PKIX")))) {
            assertThat(told(refusal)).hasValueSatisfying(told -> {
                assertThat(told.exitCode()).isEqualTo(UNUSABLE);
                assertThat(told.sentence())
                        .startsWith("No TLS connection to PostgreSQL comes about as quarkus.datasource.jdbc.url says: ")
                        .contains("SSL");
            });
        }
        assertThat(told(new SQLException("The connection attempt failed.", "08001", new SocketException("reset"))))
                .hasValueSatisfying(told -> assertThat(told.exitCode()).isEqualTo(AWAY));
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

    private static ConfigValidationException invalid(String... problems) {
        return new ConfigValidationException(
                Stream.of(problems).map(Problem::new).toArray(Problem[]::new));
    }

    /** As libraries do. */
    private static Throwable wrapped(Throwable failure) {
        return new RuntimeException("Failed to start quarkus", new ExceptionInInitializerError(failure));
    }

    private static Throwable catchFailure(Runnable reading) {
        return catchThrowable(reading::run);
    }

    private static Config config(String name, String value) {
        return config(Map.of(name, value));
    }

    private static Config config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(URI.class, 200, URI::create)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build();
    }
}
