package dev.onstage.localstack.bench;

import dev.onstage.events.Topic;
import dev.onstage.localstack.client.KafkaApi;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.stack.LocalStackBuilder;
import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.story.Polling;
import dev.onstage.localstack.topology.ServiceKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.postgresql.PGConnection;

/**
 * How fast analytics turns the reports of one large session into rows, beside COPY of as many rows into copies of the same
 * tables with the same indexes, in turns. For a stack of its own; one use.
 */
public final class AnalyticsBench implements AutoCloseable {

    /** As much heap as the least container has. */
    private static final List<String> JVM_OPTIONS = List.of("-Xmx256m", "-XX:+UseSerialGC");

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<Topic> TOPICS = List.of(Topic.PROVIDER_PRESENCE, Topic.PROVIDER_CHAT);
    private static final String COPIES = """
            CREATE TABLE IF NOT EXISTS bench_presence (LIKE presence INCLUDING ALL);
            CREATE TABLE IF NOT EXISTS bench_chat_messages (LIKE chat_messages INCLUDING ALL)""";
    private static final String SIZE = """
            SELECT coalesce(sum(pg_total_relation_size(partition_name::regclass)), 0)
            FROM day_partitions WHERE table_name = '%s'""";
    private static final String FIGURES =
            "SELECT peak_viewers, unique_viewers, chat_messages FROM stream_sessions WHERE session_id = '%s'";

    private final LocalStack stack;
    private final int viewers;
    private final int messages;
    private final PrintWriter out;
    private final KafkaApi kafka;
    private final Producer<String, byte[]> producer;

    /** Describes the stack it needs. */
    public static LocalStackBuilder stack(LocalStackBuilder builder) {
        return builder.only(ServiceKind.ANALYTICS).jvmOptions(ServiceKind.ANALYTICS, JVM_OPTIONS);
    }

    /** For a stack started with {@link #stack}. */
    public AnalyticsBench(LocalStack stack, int viewers, int messages, PrintWriter out) {
        this.stack = stack;
        this.viewers = viewers;
        this.messages = messages;
        this.out = out;
        this.kafka = new KafkaApi(stack.kafkaBootstrapServers());
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stack.kafkaBootstrapServers(),
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.LINGER_MS_CONFIG,
                        5),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Measures, after a round that warms up: until then it is the JIT that is measured. */
    public AnalyticsReport measure(int rounds) {
        var measured = new ArrayList<AnalyticsReport.Round>();
        for (int number = 0; number <= rounds; number++) {
            AnalyticsReport.Round round = round(new BigStream(number, viewers, messages));
            out.println(
                    "  " + (number == 0 ? "warming up: " : "round " + number + " of " + rounds + ": ") + round.text());
            out.flush();
            if (number > 0) {
                measured.add(round);
            }
        }
        return new AnalyticsReport(viewers, messages, List.copyOf(measured));
    }

    private AnalyticsReport.Round round(BigStream stream) {
        Duration copied = copy(stream);
        send(stream.opening());
        awaitRead(List.of(Topic.STREAM_LIFECYCLE));
        List<ProducerRecord<String, byte[]>> reports = stream.reports();
        // What was made for the round before is garbage by now: better collected here than while something is measured.
        System.gc();
        Duration cpuBefore = cpu();
        long begin = System.nanoTime();
        send(reports);
        Duration sent = Duration.ofNanos(System.nanoTime() - begin);
        awaitRead(TOPICS);
        Duration applied = Duration.ofNanos(System.nanoTime() - begin);
        Duration cpu = cpu().minus(cpuBefore);
        awaitFigures(stream);
        return new AnalyticsReport.Round(
                reports.size(),
                sent,
                applied,
                cpu,
                copied,
                service().residentMebibytes(),
                size("presence"),
                size("chat_messages"));
    }

    private void send(List<ProducerRecord<String, byte[]>> records) {
        for (ProducerRecord<String, byte[]> one : records) {
            Future<RecordMetadata> unused = producer.send(one);
        }
        producer.flush();
    }

    private void awaitRead(List<Topic> topics) {
        Polling.until(
                "analytics has read everything",
                PATIENCE,
                () -> topics.stream()
                        .mapToLong(topic -> kafka.lag(topic, analyticsGroup(topic)))
                        .sum(),
                lag -> lag == 0);
    }

    private static String analyticsGroup(Topic topic) {
        return topic.groups().stream()
                .filter(group -> group.startsWith("analytics."))
                .findFirst()
                .orElseThrow();
    }

    /** What was applied fast must be right, too. */
    private void awaitFigures(BigStream stream) {
        String expected = viewers + " " + viewers + " " + messages;
        Polling.until(
                "the figures are those of the crowd",
                PATIENCE,
                () -> query(
                        FIGURES.formatted(stream.sessionId()),
                        row -> row.getInt(1) + " " + row.getInt(2) + " " + row.getInt(3)),
                expected::equals);
    }

    private Duration copy(BigStream stream) {
        String presence = stream.presenceRows();
        String chat = stream.chatRows();
        try (Connection database = stack.database(ServiceKind.ANALYTICS);
                Statement tables = database.createStatement()) {
            tables.execute(COPIES);
            long begin = System.nanoTime();
            var copy = database.unwrap(PGConnection.class).getCopyAPI();
            copy.copyIn(
                    "COPY bench_presence (channel_id, user_session_id, joined_on, user_id, role, joined_at, left_at,"
                            + " webhook_seen, reconcile_seen) FROM STDIN",
                    new StringReader(presence));
            copy.copyIn(
                    "COPY bench_chat_messages (channel_id, message_id, sent_on, user_id, sent_at, deleted_at) FROM"
                            + " STDIN",
                    new StringReader(chat));
            return Duration.ofNanos(System.nanoTime() - begin);
        } catch (SQLException | IOException failure) {
            throw new StackException(Failure.CHECK_FAILED, "COPY failed: " + failure.getMessage(), failure);
        }
    }

    private long size(String table) {
        return query(SIZE.formatted(table), row -> row.getLong(1));
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> T query(String sql, Reading<T> reading) {
        try (Connection database = stack.database(ServiceKind.ANALYTICS);
                Statement statement = database.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            answer.next();
            return reading.of(answer);
        } catch (SQLException failure) {
            throw new StackException(
                    Failure.CHECK_FAILED, "The database cannot be read: " + failure.getMessage(), failure);
        }
    }

    private Duration cpu() {
        return ProcessHandle.of(service().pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    private ServiceInstance service() {
        return stack.service(ServiceKind.ANALYTICS);
    }

    @Override
    public void close() {
        producer.close();
        kafka.close();
    }
}
