package dev.onstage.topics;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Prints, checks or makes the topics in a Kafka that somebody else runs. */
public final class TopicsCommand {

    /** Done, and all is as it must be. */
    public static final int DONE = 0;

    /** Something is less than declared. */
    public static final int DIFFERENT = 1;

    /** There is no such verb. */
    public static final int WRONG_USE = 64;

    /** Kafka did not answer, or refused, or its hosts are not known at the moment. */
    public static final int UNAVAILABLE = 69;

    /** A setting of the connection cannot be used: Kafka was not asked. */
    public static final int WRONG_SETTING = 78;

    private static final int ANSWER_MILLIS = 15_000;

    /** Its client says a hundred lines that are nothing for who runs a command. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    private final Map<String, Object> connection;
    private final int replicas;
    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * @param connection settings of a Kafka admin client
     * @param replicas how many a topic has
     */
    public TopicsCommand(Map<String, Object> connection, int replicas, PrintWriter out, PrintWriter err) {
        this.connection = new HashMap<>(connection);
        this.connection.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        this.connection.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        this.replicas = replicas;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs one of the three; blocks for as long as Kafka takes, at most a quarter of a minute for each answer.
     *
     * @param verb {@code print} writes a command for each topic, for whoever may make topics; {@code check} a sentence for each
     *     difference; {@code create} makes what is missing, and then checks
     * @return the exit code, one of the constants
     */
    public int run(String verb) {
        Level before = KAFKA.getLevel();
        KAFKA.setLevel(Level.OFF);
        try {
            return switch (verb) {
                case "print" -> print();
                case "check" -> inKafka(false);
                case "create" -> inKafka(true);
                default -> {
                    err.println("Unknown: topics " + verb + ". Give topics print, topics check or topics create.");
                    yield WRONG_USE;
                }
            };
        } finally {
            KAFKA.setLevel(before);
            out.flush();
            err.flush();
        }
    }

    private int print() {
        for (DeclaredTopic topic : DeclaredTopic.all(replicas)) {
            String configuration = topic.configuration().entrySet().stream()
                    .map(entry -> " --config " + entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining());
            out.println(
                    "kafka-topics.sh --bootstrap-server \"$KAFKA_BOOTSTRAP_SERVERS\" --create --if-not-exists --topic "
                            + topic.name() + " --partitions " + topic.partitions() + " --replication-factor " + replicas
                            + configuration);
        }
        return DONE;
    }

    private int inKafka(boolean create) {
        KafkaTopics topics;
        try {
            topics = new KafkaTopics(connection, replicas);
        } catch (KafkaException unusable) {
            UnusableConnection why = UnusableConnection.of(unusable, connection).orElseThrow();
            err.println(why.sentence());
            return why.exitCode();
        }
        try (topics) {
            if (create) {
                topics.create().forEach(name -> out.println(name + " was made."));
            }
            List<String> differences = topics.differences();
            differences.forEach(out::println);
            if (differences.isEmpty()) {
                out.println("All " + topics.count() + " topics are as they must be.");
            }
            return differences.isEmpty() ? DONE : DIFFERENT;
        } catch (ExecutionException refused) {
            return unavailable(Objects.requireNonNullElse(refused.getCause(), refused));
        } catch (RuntimeException failure) {
            return unavailable(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return UNAVAILABLE;
        }
    }

    private int unavailable(Throwable reason) {
        err.println(new Refusal(connection).explain(reason));
        return UNAVAILABLE;
    }
}
