package dev.onstage.support.start;

import dev.onstage.support.settings.UnusableSettingException;
import dev.onstage.topics.Causes;
import dev.onstage.topics.TopicsCommand;
import dev.onstage.topics.UnusableConnection;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.sql.SQLException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why a service could not start, for the one who runs it: what lies in settings, or with a server, is a sentence and an exit code,
 * whatever libraries have wrapped it in. All else is a fault of the service, and needs its stack trace.
 *
 * @param sentence names the setting where one is to blame
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

    private static final String NOT_AUTHORIZED = "28";
    private static final String NO_SUCH_DATABASE = "3D";
    private static final String CONNECTION = "08";

    /**
     * What is to be told; empty when the failure is none that settings or servers explain.
     *
     * @param kafka settings of Kafka's clients
     */
    static Optional<FailedStart> of(Throwable failure, Map<String, Object> kafka) {
        return Stream.<Function<Throwable, Optional<FailedStart>>>of(
                        FailedStart::byOneOfOurs,
                        FailedStart::byItsPort,
                        FailedStart::byConversion,
                        FailedStart::byDatabase)
                .flatMap(kind -> Causes.of(failure).map(kind).flatMap(Optional::stream))
                .findFirst()
                .or(() -> UnusableConnection.sentence(failure, kafka)
                        .map(sentence -> new FailedStart(sentence, UNUSABLE)))
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

    private static Optional<FailedStart> byConversion(Throwable failure) {
        Matcher said = CONVERSION.matcher(String.valueOf(failure.getMessage()));
        if (!said.find()
                || !(failure instanceof IllegalArgumentException
                        || failure instanceof NoSuchElementException
                        || failure instanceof ConfigValidationException
                        || failure instanceof ConfigurationException)) {
            return Optional.empty();
        }
        String more = said.group(2).lines().findFirst().orElse("").strip();
        return unusable("The setting " + said.group(1) + " cannot be used"
                + (MAY_BE_SECRET.matcher(more).find() ? "." : ": " + more + "."));
    }

    private static Optional<FailedStart> byDatabase(Throwable failure) {
        if (!(failure instanceof SQLException refusal)) {
            return Optional.empty();
        }
        String state = refusal.getSQLState();
        if (state == null || state.startsWith(CONNECTION)) {
            return Optional.of(new FailedStart(
                    "PostgreSQL does not answer where quarkus.datasource.jdbc.url says: " + firstLine(refusal), AWAY));
        }
        if (state.startsWith(NOT_AUTHORIZED)) {
            return unusable("PostgreSQL refuses quarkus.datasource.username and quarkus.datasource.password: "
                    + firstLine(refusal));
        }
        return state.startsWith(NO_SUCH_DATABASE)
                ? unusable("PostgreSQL has no database as in quarkus.datasource.jdbc.url: " + firstLine(refusal))
                : Optional.empty();
    }

    /** What lies in a setting that was read before the start. */
    static FailedStart ofReading(RuntimeException wrong) {
        return of(wrong, Map.of())
                .orElseGet(() -> new FailedStart("A setting cannot be used: " + firstLine(wrong), UNUSABLE));
    }

    private static Optional<FailedStart> byFramework(Throwable failure) {
        return failure instanceof ConfigurationException || failure instanceof ConfigValidationException
                ? unusable("A setting cannot be used: " + firstLine(failure))
                : Optional.empty();
    }

    private static Optional<FailedStart> unusable(String sentence) {
        return Optional.of(new FailedStart(sentence, UNUSABLE));
    }

    private static String firstLine(Throwable failure) {
        String line = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return line.endsWith(".") ? line : line + ".";
    }
}
