package dev.onstage.support.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSettingsTest {

    private static final int OF_ENVIRONMENT = 300;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a$b",
                "a$$b",
                "a${b}c",
                "${STREAM_API_KEY}",
                "a$${b",
                "$",
                "a\\b",
                "a\\${b}",
                "a,b",
                " a b ",
                "a:b=c#d",
                "ä🙂",
                "'\"`",
            })
    void shouldTakeASecretAsItIs(String secret) throws IOException {
        Files.writeString(folder.resolve("quarkus.redis.password"), secret + "\n");
        SmallRyeConfig config = config(Map.of(
                "QUARKUS_DATASOURCE_PASSWORD", secret,
                "STREAM_API_SECRET", secret,
                "KAFKA_SASL_JAAS_CONFIG", secret,
                "ONSTAGE_ENCRYPTION_KEYS", secret,
                "ONSTAGE_SECRET_FILES", folder.toString()));

        assertThat(config.getValue("quarkus.datasource.password", String.class)).isEqualTo(secret);
        assertThat(config.getValue("quarkus.redis.password", String.class)).isEqualTo(secret);
        assertThat(config.getValue("kafka.sasl.jaas.config", String.class)).isEqualTo(secret);
        assertThat(config.getValue("KAFKA_SASL_JAAS_CONFIG", String.class)).isEqualTo(secret);
        assertThat(config.getValue("onstage.encryption-keys", String.class)).isEqualTo(secret);
        assertThat(config.getValue("onstage.getstream.api-secret", String.class))
                .as("which stands for STREAM_API_SECRET")
                .isEqualTo(secret);
    }

    @Test
    void shouldStillReplaceExpressionsInWhatIsNoSecret() {
        SmallRyeConfig config =
                config(Map.of("HOST", "db", "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://${host}/a"));

        assertThat(config.getValue("quarkus.datasource.jdbc.url", String.class)).isEqualTo("jdbc:postgresql://db/a");
    }

    @Test
    void shouldPreferAFileAndReadNoOtherThanPlainOnes() throws IOException {
        Files.createDirectory(folder.resolve("..2026_11_30"));
        Files.writeString(folder.resolve(".hidden"), "no");
        Files.writeString(folder.resolve("quarkus.datasource.password"), "of the file\n\n");
        SmallRyeConfig config = config(
                Map.of("QUARKUS_DATASOURCE_PASSWORD", "of the variable", "ONSTAGE_SECRET_FILES", folder.toString()));

        assertThat(config.getValue("quarkus.datasource.password", String.class)).isEqualTo("of the file\n");
        assertThat(config.getOptionalValue(".hidden", String.class)).isEmpty();
    }

    @Test
    void shouldReadAFileThatIsCalledLikeAVariable() throws IOException {
        Files.writeString(folder.resolve("QUARKUS_DATASOURCE_PASSWORD"), "a$$b");
        Files.writeString(folder.resolve("STREAM_API_KEY"), "k${");
        SmallRyeConfig config = config(
                Map.of("QUARKUS_DATASOURCE_PASSWORD", "of the variable", "ONSTAGE_SECRET_FILES", folder.toString()));

        assertThat(config.getValue("quarkus.datasource.password", String.class)).isEqualTo("a$$b");
        assertThat(config.getValue("onstage.getstream.api-key", String.class)).isEqualTo("k${");
    }

    /** The names in the folder itself may still be those of the version before. */
    @Test
    void shouldReadWhatKubernetesHasMadeCurrent() throws IOException {
        Path current = Files.createDirectory(folder.resolve("..2026_11_30"));
        Files.createSymbolicLink(folder.resolve("..data"), current.getFileName());
        Files.writeString(current.resolve("quarkus.datasource.password"), "current");
        Files.writeString(current.resolve("kafka.ssl.truststore.certificates"), "-----BEGIN");
        Files.writeString(folder.resolve("quarkus.redis.password"), "left over");
        SmallRyeConfig config = config(Map.of("ONSTAGE_SECRET_FILES", folder.toString()));

        assertThat(config.getValue("quarkus.datasource.password", String.class)).isEqualTo("current");
        assertThat(config.getValue("kafka.ssl.truststore.certificates", String.class))
                .isEqualTo("-----BEGIN");
        assertThat(config.getOptionalValue("quarkus.redis.password", String.class))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "", "  ", "\n\n"})
    void shouldTakeASecretWithoutAFileFromTheVariable(String nothing) throws IOException {
        Files.writeString(folder.resolve("quarkus.datasource.password"), nothing);
        SmallRyeConfig config = config(
                Map.of("QUARKUS_DATASOURCE_PASSWORD", "of the variable", "ONSTAGE_SECRET_FILES", folder.toString()));

        assertThat(config.getValue("quarkus.datasource.password", String.class)).isEqualTo("of the variable");
    }

    @Test
    void shouldLeaveFilesAloneThatAreNoSecrets() throws IOException {
        Files.write(folder.resolve("ca.jks"), new byte[] {(byte) 0xff, 0, (byte) 0xfe});
        Files.writeString(folder.resolve("quarkus.redis.hosts"), "redis://elsewhere");
        SmallRyeConfig config = config(Map.of("ONSTAGE_SECRET_FILES", folder.toString()));

        assertThat(config.getOptionalValue("ca.jks", String.class)).isEmpty();
        assertThat(config.getOptionalValue("quarkus.redis.hosts", String.class)).isEmpty();
    }

    @Test
    void shouldNameAFileThatIsNoTextWithoutShowingIt() throws IOException {
        Files.write(folder.resolve("quarkus.redis.password"), new byte[] {'s', 'e', 'c', (byte) 0xff});

        assertThatThrownBy(() -> config(Map.of("ONSTAGE_SECRET_FILES", folder.toString())))
                .hasStackTraceContaining("quarkus.redis.password is not UTF-8")
                .message()
                .doesNotContain("sec\uFFFD");
    }

    @Test
    void shouldLeaveAloneWhatIsNoTextAndNoSettingOfOurs() throws IOException {
        Files.write(folder.resolve("keystore.password"), new byte[] {'s', 'e', 'c', (byte) 0xff});
        Files.writeString(folder.resolve("quarkus.redis.password"), "of ours");

        assertThat(config(Map.of("ONSTAGE_SECRET_FILES", folder.toString()))
                        .getValue("quarkus.redis.password", String.class))
                .isEqualTo("of ours");
        assertThat(new SecretFolder(folder).unreadable()).containsExactly("keystore.password");
        assertThat(new SecretFolder(folder).read()).containsOnlyKeys("quarkus.redis.password");
    }

    @Test
    void shouldKnowWhichFilesSayNothing() throws IOException {
        Files.writeString(folder.resolve("quarkus.redis.password"), " \n");
        Files.writeString(folder.resolve("KAFKA_SASL_JAAS_CONFIG"), "");
        Files.writeString(folder.resolve("quarkus.datasource.password"), "something");
        Files.writeString(folder.resolve("notes"), "");

        assertThat(new SecretFolder(folder).empty())
                .containsExactly("KAFKA_SASL_JAAS_CONFIG", "quarkus.redis.password");
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.datasource.password, true",
        "QUARKUS_DATASOURCE_USERNAME, true",
        "onstage.getstream.secrets, true",
        "STREAM_API_SECRET, true",
        "quarkus.redis.password, false",
        "kafka.sasl.jaas.config, false",
        "onstage.encryption-keys, false",
    })
    void shouldKnowWhichHoldWithoutARestart(String file, boolean holds) {
        assertThat(SecretNames.isReadAgain(file)).isEqualTo(holds);
    }

    @Test
    void shouldSayWhichFolderIsMissing() {
        assertThatThrownBy(() -> config(Map.of("ONSTAGE_SECRET_FILES", "/nowhere/at/all")))
                .hasStackTraceContaining(
                        "The folder /nowhere/at/all of the setting onstage.secret-files cannot be read");
    }

    private static SmallRyeConfig config(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withInterceptors(new VerbatimSecrets())
                .withSources(new EnvConfigSource(environment, OF_ENVIRONMENT))
                .withSources(new SecretFiles())
                .build();
    }
}
