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

/** Why Kafka's settings cannot be used, from what its client says when it cannot be made. */
public final class UnusableConnection {

    private static final String PREFIX = "kafka.";
    private static final String FILE = ".location";

    private UnusableConnection() {}

    /** Makes a client of the settings, and asks Kafka nothing: a sentence when that is impossible, empty when they can be used. */
    public static Optional<String> find(Map<String, Object> connection) {
        try (Admin made = Admin.create(connection)) {
            made.close(Duration.ZERO);
            return Optional.empty();
        } catch (KafkaException unusable) {
            return sentence(unusable, connection);
        }
    }

    /**
     * A sentence that names the setting as well as it can be told.
     *
     * @param failure what was thrown, or what it was wrapped in
     * @param connection the settings, without {@code kafka.} in front
     * @return empty when no client of Kafka has failed to be made
     */
    public static Optional<String> sentence(Throwable failure, Map<String, Object> connection) {
        List<KafkaException> said = Causes.of(failure)
                .filter(KafkaException.class::isInstance)
                .map(KafkaException.class::cast)
                .toList();
        if (said.isEmpty()) {
            return Optional.empty();
        }
        // Of what is wrong with a login Kafka may say a piece: there it could be one of the password.
        if (Causes.of(failure).anyMatch(UnusableConnection::isOfLogin)) {
            return Optional.of("The setting kafka.sasl.jaas.config is not written as Kafka wants it.");
        }
        KafkaException innermost = said.get(said.size() - 1);
        String reason = reason(innermost);
        String files = connection.entrySet().stream()
                .filter(setting -> setting.getKey().endsWith(FILE)
                        && reason.contains(setting.getValue().toString()))
                .map(setting -> PREFIX + setting.getKey())
                .sorted()
                .collect(Collectors.joining(" or "));
        return Optional.of((files.isEmpty() ? "A setting of those that begin with kafka." : "The setting " + files)
                + " cannot be used: " + reason + (reason.endsWith(".") ? "" : "."));
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
