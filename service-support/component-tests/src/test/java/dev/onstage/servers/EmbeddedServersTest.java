package dev.onstage.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.events.Topic;
import dev.onstage.topics.TopicsCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int DEAD_LETTER_TOPICS = (int) Arrays.stream(Topic.values())
            .mapToLong(topic -> topic.deadLetterTopicNames().size())
            .sum();
    private static final List<String> COMPRESSIONS = List.of("none", "lz4", "snappy", "gzip", "zstd");

    @TempDir
    Path directory;

    @Test
    void postgresKeepsItsDataDurablyAcrossARestart() throws SQLException {
        Path data = directory.resolve("pg");
        int port = LoopbackPorts.free();
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(data, port)) {
            DatabaseSetup.createSchemas(server, "onstage", "secret");
            try (Connection connection = connect(server, "analytics");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE analytics.kept (v int)");
                statement.execute("INSERT INTO analytics.kept VALUES (42)");
            }
        }
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(data, port)) {
            DatabaseSetup.createSchemas(server, "onstage", "secret");
            assertThat(query(server, "analytics", "SELECT v FROM analytics.kept"))
                    .isEqualTo("42");
            assertThat(query(server, "analytics", "SHOW fsync")).isEqualTo("on");
            assertThat(query(server, "analytics", "SHOW synchronous_commit")).isEqualTo("on");
            assertThatThrownBy(() -> query(server, "notifier", "SELECT v FROM analytics.kept"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void redisKeepsItsDataAcrossARestart() throws Exception {
        Path data = directory.resolve("redis");
        int port = LoopbackPorts.free();
        try (EmbeddedRedisServer server = EmbeddedRedisServer.start(data, port)) {
            assertThat(redis(server, "SET kept 42")).startsWith("+OK");
        }
        try (EmbeddedRedisServer server = EmbeddedRedisServer.start(data, port)) {
            assertThat(redis(server, "GET kept")).contains("42");
        }
    }

    @Test
    void kafkaHasEveryDeclaredTopicAndKeepsThemAndTheirRecordsAcrossARestart() throws Exception {
        Path data = directory.resolve("kafka");
        int port = LoopbackPorts.free();
        int topics = Topic.values().length + DEAD_LETTER_TOPICS;
        try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(data, port)) {
            assertThat(topics(broker, "check", TopicsCommand.DIFFERENT))
                    .hasSize(topics)
                    .contains("stream.lifecycle.v1 is missing.");
            assertThat(topics(broker, "create", TopicsCommand.DONE))
                    .hasSize(topics + 1)
                    .contains("stream.lifecycle.v1 was made.")
                    .endsWith("All " + topics + " topics are as they must be.");
            sendInEveryCompression(broker);
        }
        try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(data, port);
                Admin admin =
                        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
            assertThat(topics(broker, "create", TopicsCommand.DONE)).hasSize(1);
            for (Topic topic : Topic.values()) {
                assertThat(admin.listTopics().names().get())
                        .contains(topic.topicName())
                        .containsAll(topic.deadLetterTopicNames());
            }
            String presence = Topic.PROVIDER_PRESENCE.topicName();
            assertThat(admin.describeTopics(List.of(presence)).allTopicNames().get())
                    .hasEntrySatisfying(presence, description -> assertThat(description.partitions())
                            .hasSize(Topic.PROVIDER_PRESENCE.partitions()));
            assertThat(recordsIn(admin, Topic.PROVIDER_CALL)).isEqualTo(COMPRESSIONS.size());
            keepForAnHour(admin, presence);
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            topics(broker, "check", TopicsCommand.DIFFERENT))
                    .containsExactly(presence + " has retention.ms=3600000 instead of 604800000."));
        }
    }

    private static List<String> topics(EmbeddedKafkaBroker broker, String verb, int exitCode) {
        StringWriter said = new StringWriter();
        // A broker that answers late is asked again: that it did not answer is told by a code of its own.
        int ended = Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> run(broker, verb, said), code -> code != TopicsCommand.UNAVAILABLE);
        assertThat(ended).as("%s: %s", verb, said).isEqualTo(exitCode);
        return said.toString().lines().toList();
    }

    private static int run(EmbeddedKafkaBroker broker, String verb, StringWriter said) {
        said.getBuffer().setLength(0);
        PrintWriter out = new PrintWriter(said);
        Map<String, Object> connection = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        return new TopicsCommand(connection, 1, out, out).run(verb);
    }

    private static void keepForAnHour(Admin admin, String topic) throws Exception {
        var shorter = new AlterConfigOp(new ConfigEntry("retention.ms", "3600000"), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(shorter)))
                .all()
                .get();
    }

    /** The broker refuses what it has no library for. */
    private static void sendInEveryCompression(EmbeddedKafkaBroker broker) throws Exception {
        for (String compression : COMPRESSIONS) {
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                    Map.<String, Object>of(
                            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            broker.bootstrapServers(),
                            ProducerConfig.COMPRESSION_TYPE_CONFIG,
                            compression),
                    new StringSerializer(),
                    new StringSerializer())) {
                var confirmation = producer.send(new ProducerRecord<>(Topic.PROVIDER_CALL.topicName(), "key", "value"));
                assertThat(confirmation.get().hasOffset()).as(compression).isTrue();
            }
        }
    }

    private static long recordsIn(Admin admin, Topic topic) throws Exception {
        Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        return admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
                .sum();
    }

    private static Connection connect(EmbeddedPostgresServer server, String role) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("onstage"), role, "secret");
    }

    private static String query(EmbeddedPostgresServer server, String role, String sql) throws SQLException {
        try (Connection connection = connect(server, role);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String redis(EmbeddedRedisServer server, String command) throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(LoopbackPorts.address(server.port()));
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            byte[] answer = new byte[100];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, length, StandardCharsets.UTF_8);
        }
    }
}
