package dev.onstage.support.start;

import dev.onstage.support.settings.UnusableSettingException;
import dev.onstage.topics.Causes;
import dev.onstage.topics.TopicsCommand;
import dev.onstage.topics.UnusableConnection;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a service could not start, for the one who runs it: what lies in settings, or with a server, is a sentence and an exit code,
 * whatever libraries have wrapped it in. All else is a fault of the service, and needs its stack trace.
 *
 * @param sentence names the setting where one is to blame; a line for each when several are
 * @param exitCode what the process ends with
 */
record FailedStart(String sentence, int exitCode) {

    private static final int FAILED = 1;
    private static final int UNUSABLE = ServiceMain.EX_CONFIG;
    private static final int AWAY = TopicsCommand.UNAVAILABLE;

    /** What SmallRye says of a value of another kind than the setting has, and of one that is missing. */
    private static final Pattern CONVERSION = Pattern.compile(
            "SRCFG000(?:39|14|40|41): (?:The|Failed to load) config property (\\S+)(.*)", Pattern.DOTALL);

    /** Beside the value it says what is wrong. A value that may hold a password is not repeated. */
    private static final Pattern MAY_BE_SECRET = Pattern.compile("[@;]|://");

    /** How it names a setting that has the right kind and another value than it may have, or that nothing asks for. */
    private static final Pattern NAMED =
            Pattern.compile("(?:SRCFG\\d+: )?([a-z][\\w\"-]*(?:[.\\[][\\w\"\\]-]+)+) (.*)");

    private static final String NOT_AUTHORIZED = "28";
    private static final String NO_SUCH_DATABASE = "3D";
    private static final String CONNECTION = "08";
    private static final String CONNECTION_REJECTED = "08004";
    private static final String TOO_LITTLE_LEFT = "53";
    private static final String BEGINS_OR_ENDS = "57P";

    /**
     * What is to be told; empty when the failure is none that settings or servers explain.
     *
     * @param kafka settings of Kafka's clients
     */
    static Optional<FailedStart> of(Throwable failure, Map<String, Object> kafka) {
        return Stream.<Function<Throwable, Optional<FailedStart>>>of(
                        FailedStart::byOneOfOurs,
                        FailedStart::byItsPort,
                        FailedStart::byProblems,
                        FailedStart::byConversion,
                        FailedStart::byDatabase)
                .flatMap(kind -> Causes.of(failure).map(kind).flatMap(Optional::stream))
                .findFirst()
                .or(() -> UnusableConnection.of(failure, kafka)
                        .map(why -> new FailedStart(why.sentence(), why.exitCode())))
                .or(() -> Causes.of(failure)
                        .map(FailedStart::byFramework)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static Optional<FailedStart> byOneOfOurs(Throwable failure) {
        if (failure instanceof UnusableSettingException unusable) {
            return unusable(String.valueOf(unusable.getMessage()));
        }
        return failure instanceof PreventFurtherStepsException told && told.getMessage() != null
                ? Optional.of(new FailedStart(told.getMessage(), told.getExitCode()))
                : Optional.empty();
    }

    private static Optional<FailedStart> byItsPort(Throwable failure) {
        return failure instanceof QuarkusBindException taken
                ? Optional.of(new FailedStart(
                        "Nothing can listen on port " + taken.getPort() + " of " + taken.getHost()
                                + ": another process does, or the address is not of this machine.",
                        FAILED))
                : Optional.empty();
    }

    /** All that is wrong with settings that are read together. */
    private static Optional<FailedStart> byProblems(Throwable failure) {
        return failure instanceof ConfigValidationException invalid
                ? unusable(IntStream.range(0, invalid.getProblemCount())
                        .mapToObj(index ->
                                String.valueOf(invalid.getProblem(index).getMessage()))
                        .map(FailedStart::ofProblem)
                        .distinct()
                        .collect(Collectors.joining(System.lineSeparator())))
                : Optional.empty();
    }

    private static String ofProblem(String problem) {
        String line = firstLine(problem);
        return conversion(problem)
                .or(() -> {
                    Matcher named = NAMED.matcher(line);
                    return named.matches() ? Optional.of(ofSetting(named.group(1), named.group(2))) : Optional.empty();
                })
                .orElseGet(() -> "A setting cannot be used"
                        + (MAY_BE_SECRET.matcher(line).find() ? "." : ": " + line));
    }

    private static Optional<FailedStart> byConversion(Throwable failure) {
        return failure instanceof IllegalArgumentException
                        || failure instanceof NoSuchElementException
                        || failure instanceof ConfigurationException
                ? conversion(String.valueOf(failure.getMessage())).flatMap(FailedStart::unusable)
                : Optional.empty();
    }

    private static Optional<String> conversion(String message) {
        Matcher said = CONVERSION.matcher(message);
        return said.find()
                ? Optional.of(ofSetting(said.group(1), firstLine(said.group(2)).strip()))
                : Optional.empty();
    }

    private static String ofSetting(String setting, String more) {
        return "The setting " + setting + " cannot be used"
                + (MAY_BE_SECRET.matcher(more).find() ? "." : ": " + more);
    }

    private static Optional<FailedStart> byDatabase(Throwable failure) {
        if (!(failure instanceof SQLException refusal)) {
            return Optional.empty();
        }
        String state = refusal.getSQLState();
        if (state == null) {
            // What it was caused by is looked at, too, and knows more when it has a state.
            return refusal.getCause() instanceof SQLException
                    ? Optional.empty()
                    : Optional.of(silent(firstLine(refusal.getMessage() + more(refusal.getCause()))));
        }
        if (state.startsWith(CONNECTION)) {
            return isOfTls(refusal)
                    ? unusable("No TLS connection to PostgreSQL comes about as quarkus.datasource.jdbc.url says: "
                            + firstLine(refusal))
                    : Optional.of(silent(firstLine(refusal)));
        }
        if (state.startsWith(TOO_LITTLE_LEFT) || state.startsWith(BEGINS_OR_ENDS)) {
            return Optional.of(new FailedStart(
                    "PostgreSQL cannot serve at the moment where quarkus.datasource.jdbc.url says: "
                            + firstLine(refusal),
                    AWAY));
        }
        if (state.startsWith(NOT_AUTHORIZED)) {
            return unusable("PostgreSQL refuses quarkus.datasource.username and quarkus.datasource.password: "
                    + firstLine(refusal));
        }
        return state.startsWith(NO_SUCH_DATABASE)
                ? unusable("PostgreSQL has no database as in quarkus.datasource.jdbc.url: " + firstLine(refusal))
                : Optional.empty();
    }

    private static FailedStart silent(String why) {
        return new FailedStart("PostgreSQL does not answer where quarkus.datasource.jdbc.url says: " + why, AWAY);
    }

    private static String more(@Nullable Throwable cause) {
        String said = cause == null || cause.getMessage() == null ? "" : cause.getMessage();
        return said.isEmpty() || MAY_BE_SECRET.matcher(said).find() ? "" : ": " + said;
    }

    /** A certificate or its file, what the two sides say to each other before they trust each other, or a server without TLS. */
    private static boolean isOfTls(SQLException refusal) {
        // A connection that ends in the middle of that is no matter of settings.
        if (Causes.of(refusal)
                .anyMatch(cause -> cause instanceof EOFException
                        || cause instanceof SocketException
                        || cause instanceof SocketTimeoutException)) {
            return false;
        }
        return Causes.of(refusal)
                        .anyMatch(cause -> cause instanceof SSLException
                                || cause instanceof GeneralSecurityException
                                || cause instanceof FileNotFoundException)
                || (CONNECTION_REJECTED.equals(refusal.getSQLState())
                        && String.valueOf(refusal.getMessage()).contains("SSL"));
    }

    /** What lies in a setting that was read before the start. */
    static FailedStart ofReading(RuntimeException wrong) {
        return of(wrong, Map.of())
                .orElseGet(() -> new FailedStart("A setting cannot be used: " + firstLine(wrong), UNUSABLE));
    }

    private static Optional<FailedStart> byFramework(Throwable failure) {
        return failure instanceof ConfigurationException
                ? unusable("A setting cannot be used: " + firstLine(failure))
                : Optional.empty();
    }

    private static Optional<FailedStart> unusable(String sentence) {
        return Optional.of(new FailedStart(sentence, UNUSABLE));
    }

    private static String firstLine(Throwable failure) {
        return firstLine(String.valueOf(failure.getMessage()));
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.endsWith(".") ? line : line + ".";
    }
}
