package dev.onstage.topics;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.JaasContext;

/**
 * Why no client of Kafka can be made, from what it says itself.
 *
 * @param sentence names the setting as well as it can be told
 * @param exitCode {@link TopicsCommand#WRONG_SETTING}, or {@link TopicsCommand#UNAVAILABLE} when the settings may be right: their
 *     hosts are not known at the moment
 */
public record UnusableConnection(String sentence, int exitCode) {

    private static final String PREFIX = "kafka.";
    private static final String FILE = ".location";

    /** What Kafka says when a name service knows none of the hosts, or does not answer. */
    private static final String UNKNOWN_HOSTS = "No resolvable bootstrap urls";

    /** Makes a client of the settings, and asks Kafka nothing; empty when they can be used. */
    public static Optional<UnusableConnection> find(Map<String, Object> connection) {
        try (Admin made = Admin.create(connection)) {
            made.close(Duration.ZERO);
            return Optional.empty();
        } catch (KafkaException unusable) {
            return of(unusable, connection);
        }
    }

    /**
     * Tells it from a failure.
     *
     * @param failure what was thrown, or what it was wrapped in
     * @param connection the settings, without {@code kafka.} in front
     * @return empty when no client of Kafka has failed to be made
     */
    public static Optional<UnusableConnection> of(Throwable failure, Map<String, Object> connection) {
        List<KafkaException> said = Causes.of(failure)
                .filter(KafkaException.class::isInstance)
                .map(KafkaException.class::cast)
                .toList();
        if (said.isEmpty()) {
            return Optional.empty();
        }
        // Of what is wrong with a login Kafka may say a piece: there it could be one of the password.
        if (Causes.of(failure).anyMatch(UnusableConnection::isOfLogin)) {
            return Optional.of(new UnusableConnection(
                    "The setting kafka.sasl.jaas.config is not written as Kafka wants it.",
                    TopicsCommand.WRONG_SETTING));
        }
        KafkaException innermost = said.get(said.size() - 1);
        String reason = reason(innermost);
        if (reason.contains(UNKNOWN_HOSTS)) {
            return Optional.of(new UnusableConnection(
                    "No host in kafka.bootstrap.servers is known here at the moment: " + withFullStop(reason),
                    TopicsCommand.UNAVAILABLE));
        }
        String files = connection.entrySet().stream()
                .filter(setting -> setting.getKey().endsWith(FILE)
                        && reason.contains(setting.getValue().toString()))
                .map(setting -> PREFIX + setting.getKey())
                .sorted()
                .collect(Collectors.joining(" or "));
        return Optional.of(new UnusableConnection(
                (files.isEmpty() ? "A setting of those that begin with kafka." : "The setting " + files)
                        + " cannot be used: " + withFullStop(reason),
                TopicsCommand.WRONG_SETTING));
    }

    private static String withFullStop(String reason) {
        return reason.endsWith(".") ? reason : reason + ".";
    }

    /** What Kafka says, and what its cause adds: that names a file, or that its password is wrong. */
    private static String reason(KafkaException failure) {
        Throwable cause = failure.getCause();
        String more = cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return failure.getMessage() + more;
    }

    private static boolean isOfLogin(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith(JaasContext.class.getPackageName() + ".Jaas"));
    }
}
