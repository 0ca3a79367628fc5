package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.topology.Port;
import dev.onstage.localstack.topology.ServiceKind;
import dev.onstage.schemas.SchemaSql;
import dev.onstage.schemas.ServiceSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the packaged services do when they are told, or not told enough, as they begin. */
@OnStack
class ServiceCommandsE2ET {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int EX_USAGE = 64;
    private static final int EX_UNAVAILABLE = 69;
    private static final int EX_CONFIG = 78;

    /** Enough to begin with, and nothing listens where they lead. */
    private static final Map<String, String> SETTINGS_OF_ALL = Map.of(
            "QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:1",
            "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
            "ONSTAGE_PUBLIC_URL", "http://127.0.0.1:1",
            "ONSTAGE_JWKS_URL", "http://127.0.0.1:1/jwks.json",
            "ONSTAGE_ENCRYPTION_KEYS", "one:" + Base64.getEncoder().encodeToString(new byte[32]),
            "ONSTAGE_GETSTREAM_SECRETS", "key=secret");

    private static final Map<String, String> UNREACHABLE_DATABASE = Map.of(
            "QUARKUS_DATASOURCE_REACTIVE_URL", "vertx-reactive:postgresql://127.0.0.1:1/onstage",
            "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/onstage");

    /** Every service needs them; nothing of it is the same everywhere. */
    private static final List<String> OF_ALL = List.of(
            "quarkus.datasource.reactive.url",
            "quarkus.datasource.jdbc.url",
            "quarkus.redis.hosts",
            "kafka.bootstrap.servers",
            "onstage.public-url");

    @TempDir
    Path directory;

    private record Result(int exitCode, String output) {}

    @ParameterizedTest
    @EnumSource
    void shouldNameEverySettingThatIsMissing(ServiceKind service, StackUnderTest stack) throws Exception {
        Result result = run(service, Map.of());

        assertThat(result.exitCode()).as(result.output()).isEqualTo(EX_CONFIG);
        assertThat(result.output().lines())
                .as("sentences and nothing else")
                .allMatch(line -> line.startsWith("The setting ") && line.endsWith("."))
                .hasSizeGreaterThan(OF_ALL.size());
        assertThat(OF_ALL).allSatisfy(name -> assertThat(result.output()).contains("The setting " + name + " "));
    }

    @ParameterizedTest
    @EnumSource(names = {"WEBHOOK_INGEST", "NOTIFIER"})
    void shouldMigrateAndEndWithThePostgresAlone(ServiceKind service, StackUnderTest stack) throws Exception {
        OwnDatabase database = OwnDatabase.create(postgresOf(stack), "migrated_" + service.schema(), service.schema());

        var settings = new HashMap<String, String>(database.settings());
        settings.put("QUARKUS_DATASOURCE_USERNAME", "nobody");
        settings.put("ONSTAGE_SECRET_FILES", secrets(database).toString());

        Result result = run(service, settings, "migrate");

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).as("it ends without trouble").doesNotContain("Gracefully", "Error attempting");
        assertThat(database.oldestCode()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayThatItIsTooOldForItsSchema(ServiceKind service, StackUnderTest stack) throws Exception {
        OwnDatabase database = OwnDatabase.create(postgresOf(stack), "too_new_" + service.schema(), service.schema());
        Result migrated = run(service, database.settings(), "migrate");
        assertThat(migrated.exitCode()).as(migrated.output()).isZero();
        database.needCode("299912312359");
        var everything = new HashMap<String, String>(database.settings());
        everything.putAll(SETTINGS_OF_ALL);

        for (Result result : List.of(run(service, database.settings(), "migrate"), run(service, everything))) {
            assertThat(result.exitCode()).as(result.output()).isEqualTo(EX_CONFIG);
            assertThat(result.output().lines().filter(line -> line.contains("Start a newer version of the service.")))
                    .as(result.output())
                    .singleElement()
                    .asString()
                    .contains("the schema needs code that knows 299912312359");
            assertThat(result.output()).as("a sentence and no stack trace").doesNotContain("CodeTooOldException");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NOTIFIER, ONSTAGE_ENCRYPTION_KEYS, k1:c2hvcnQ=, 5 bytes instead of 32",
        "NOTIFIER, ONSTAGE_ENCRYPTION_KEYS, nonsense, no key id",
        "WEBHOOK_INGEST, ONSTAGE_PUBLIC_URL, not a url, onstage.public-url",
        "WEBHOOK_INGEST, ONSTAGE_JWKS_URL, nowhere, onstage.jwks-url",
        "WEBHOOK_INGEST, ONSTAGE_PUBLIC_URL, ftp://127.0.0.1, onstage.public-url",
        "WEBHOOK_INGEST, ONSTAGE_TRUSTED_PROXIES, -3, onstage.trusted-proxies",
        "WEBHOOK_INGEST, QUARKUS_DATASOURCE_REACTIVE_URL, mysql://127.0.0.1:1/x, quarkus.datasource.reactive.url",
        "WEBHOOK_INGEST, QUARKUS_DATASOURCE_JDBC_URL, jdbc:postgresql://127.0.0.1:x/y, quarkus.datasource.jdbc.url",
        "WEBHOOK_INGEST, QUARKUS_REDIS_HOSTS, nonsense, quarkus.redis.hosts",
        "WEBHOOK_INGEST, KAFKA_BOOTSTRAP_SERVERS, nonsense, bootstrap.servers",
        "WEBHOOK_INGEST, KAFKA_SASL_JAAS_CONFIG, nonsense, kafka.sasl.jaas.config",
        "WEBHOOK_INGEST, QUARKUS_HTTP_LIMITS_MAX_BODY_SIZE, many, quarkus.http.limits.max-body-size",
        "WEBHOOK_INGEST, ONSTAGE_GETSTREAM_SECRETS, nonsense, onstage.getstream.secrets",
    })
    void shouldNotStartWithASettingThatCannotBeUsed(
            ServiceKind service, String variable, String value, String sentence, StackUnderTest stack)
            throws Exception {
        var settings = new HashMap<String, String>(SETTINGS_OF_ALL);
        settings.putAll(UNREACHABLE_DATABASE);
        settings.put(variable, value);

        Result result = run(service, settings);

        assertThat(result.exitCode()).as(result.output()).isEqualTo(EX_CONFIG);
        assertThat(result.output().lines()).singleElement().asString().contains(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "/no/such/store, PKCS12, pa55-of-no-store",
        ", JKS, pa55-of-another",
    })
    void shouldNotStartWithATrustStoreThatCannotBeRead(
            @Nullable String store, String type, String password, StackUnderTest stack) throws Exception {
        var settings = new HashMap<String, String>(SETTINGS_OF_ALL);
        settings.putAll(UNREACHABLE_DATABASE);
        settings.put("KAFKA_SECURITY_PROTOCOL", "SSL");
        settings.put("KAFKA_SSL_TRUSTSTORE_TYPE", type);
        settings.put(
                "KAFKA_SSL_TRUSTSTORE_LOCATION", store == null ? emptyStore().toString() : store);
        settings.put("KAFKA_SSL_TRUSTSTORE_PASSWORD", password);

        Result result = run(ServiceKind.NOTIFIER, settings);

        assertThat(result.exitCode()).as(result.output()).isEqualTo(EX_CONFIG);
        assertThat(result.output().lines())
                .singleElement()
                .asString()
                .contains("kafka.ssl.truststore.location")
                .doesNotContain(password);
    }

    private Path emptyStore() throws IOException, GeneralSecurityException {
        KeyStore empty = KeyStore.getInstance("JKS");
        empty.load(null, null);
        Path file = directory.resolve("empty.jks");
        try (OutputStream out = Files.newOutputStream(file)) {
            empty.store(out, "changeit".toCharArray());
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"migrate", ""})
    void shouldSayThatPostgresDoesNotAnswer(String argument, StackUnderTest stack) throws Exception {
        var settings = new HashMap<String, String>(SETTINGS_OF_ALL);
        settings.putAll(UNREACHABLE_DATABASE);

        Result result = argument.isEmpty()
                ? run(ServiceKind.ANALYTICS, settings)
                : run(ServiceKind.ANALYTICS, UNREACHABLE_DATABASE, argument);

        assertThat(result.exitCode()).as(result.output()).isEqualTo(EX_UNAVAILABLE);
        assertThat(result.output().lines())
                .singleElement()
                .asString()
                .startsWith("PostgreSQL does not answer where quarkus.datasource.jdbc.url says");
    }

    /** Files go before variables, and what is of other services stops none. */
    private Path secrets(OwnDatabase database) throws IOException {
        Path folder = Files.createDirectory(directory.resolve("secrets"));
        Files.writeString(folder.resolve("quarkus.datasource.username"), database.name() + "\n");
        Files.writeString(folder.resolve("quarkus.datasource.password"), OwnDatabase.PASSWORD + "\n");
        Files.writeString(folder.resolve("onstage.getstream.api-secret"), "of stream-control");
        Files.write(folder.resolve("ca.crt"), new byte[] {0, (byte) 0xff});
        return folder;
    }

    @ParameterizedTest
    @EnumSource
    void shouldPrintWhichRightsItNeedsInTheDatabase(ServiceKind service, StackUnderTest stack) throws Exception {
        Result result = run(service, Map.of(), "schema", "print");

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).isEqualTo(SchemaSql.of(List.of(ServiceSchema.of(service.schema()))));
    }

    @Test
    void shouldSayWhetherKafkaHasTheTopics(StackUnderTest stack) throws Exception {
        String kafka = "127.0.0.1:" + stack.stack().url(Port.KAFKA).getPort();

        Result complete = run(
                ServiceKind.NOTIFIER,
                Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka, "ONSTAGE_TOPICS_REPLICAS", "1"),
                "topics",
                "check");
        assertThat(complete.exitCode()).as(complete.output()).isZero();
        assertThat(complete.output().lines()).singleElement().asString().contains("topics are as they must be.");

        Result tooFewReplicas = run(ServiceKind.NOTIFIER, Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka), "topics", "check");
        assertThat(tooFewReplicas.exitCode()).as(tooFewReplicas.output()).isEqualTo(1);
        assertThat(tooFewReplicas.output()).contains("stream.lifecycle.v1 has 1 replica instead of 3");

        assertThat(run(ServiceKind.NOTIFIER, Map.of(), "topics", "print").output())
                .contains("--create --if-not-exists --topic stream.lifecycle.v1 --partitions 6 --replication-factor 3");
    }

    @Test
    void shouldSayWhichSettingCannotBeUsed(StackUnderTest stack) throws Exception {
        Result folder = run(ServiceKind.NOTIFIER, Map.of("ONSTAGE_SECRET_FILES", "/nowhere"));
        assertThat(folder.exitCode()).isEqualTo(EX_CONFIG);
        assertThat(folder.output().lines()).singleElement().asString().contains("/nowhere", "onstage.secret-files");

        for (String wrong : List.of("some", "0")) {
            Result number = run(ServiceKind.NOTIFIER, Map.of("ONSTAGE_TOPICS_REPLICAS", wrong), "topics", "print");
            assertThat(number.exitCode()).isEqualTo(EX_CONFIG);
            assertThat(number.output()).contains("onstage.topics.replicas");
        }
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow(StackUnderTest stack) throws Exception {
        Result result = run(ServiceKind.NOTIFIER, Map.of(), "migrate", "now");

        assertThat(result.exitCode()).isEqualTo(EX_USAGE);
        assertThat(result.output()).contains("Unknown arguments: migrate now.");
    }

    private static int postgresOf(StackUnderTest stack) {
        return stack.stack().url(Port.POSTGRES).getPort();
    }

    private Result run(ServiceKind service, Map<String, String> settings, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                StackUnderTest.repository()
                        .resolve(service.folder())
                        .resolve("target/quarkus-app/quarkus-run.jar")
                        .toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(directory, "service-", ".out");
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(settings);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("%s %s does not end:%n%s".formatted(service, command, Files.readString(output)));
        }
        return new Result(process.exitValue(), Files.readString(output));
    }
}
