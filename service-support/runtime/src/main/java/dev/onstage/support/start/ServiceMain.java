package dev.onstage.support.start;

import dev.onstage.schemas.SchemaSql;
import dev.onstage.schemas.ServiceSchema;
import dev.onstage.support.settings.UnusableSettingException;
import dev.onstage.topics.TopicsCommand;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.bootstrap.logging.QuarkusDelayedHandler;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * What every service does when its process begins.
 *
 * <ul>
 *   <li>Without an argument it serves.
 *   <li>{@code migrate} brings the schema up to date and ends; it needs no setting but those of PostgreSQL.
 *   <li>{@code schema print} writes the SQL that makes its role and schema, see {@link SchemaSql}; it needs no setting.
 *   <li>{@code topics print|check|create} says what Kafka must have, see {@link TopicsCommand}; it needs no setting but those
 *       of Kafka, and {@value #REPLICAS} where a topic has not three replicas.
 * </ul>
 *
 * <p>It does none of these while a setting is missing that it cannot do without, or cannot be used: that is told in a sentence on
 * standard error, and the process ends with {@value #EX_CONFIG}. {@link FailedStart} does the same for what is met later.
 */
@QuarkusMain
public final class ServiceMain {

    /** The exit code for a configuration error, see sysexits.h. */
    static final int EX_CONFIG = 78;

    /** The exit code for wrong arguments, see sysexits.h. */
    static final int EX_USAGE = 64;

    private static final String MIGRATE = "migrate";
    private static final String SCHEMA = "schema";
    private static final String SCHEMA_NAME = "quarkus.flyway.default-schema";
    private static final String TOPICS = "topics";
    private static final String PRINT = "print";
    private static final Map<String, String> UNUSED_BY_MIGRATIONS =
            Map.of("onstage.public-url", "http://migrates.invalid", "onstage.getstream.secrets", "migrates=migrates");
    private static final String REPLICAS = "onstage.topics.replicas";
    private static final int DEFAULT_REPLICAS = 3;

    private ServiceMain() {}

    /** Returns when the service has stopped; ends the process with another code than 0 when something went wrong. */
    public static void main(String... arguments) {
        int exitCode = run(List.of(arguments));
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    private static int run(List<String> arguments) {
        // Until the log is set up, which sets this anew: a start that fails is to end with a sentence, and not with
        // what libraries
        // tell of themselves.
        Logger.getLogger("").setLevel(Level.WARNING);
        Config config;
        try {
            config = ConfigUtils.configBuilder().build();
            if (arguments.size() == 2 && TOPICS.equals(arguments.get(0))) {
                return topics(arguments.get(1), config);
            }
            if (arguments.equals(List.of(SCHEMA, PRINT))) {
                return printSchema(config);
            }
            if (arguments.equals(List.of(MIGRATE))) {
                return migrate(config);
            }
            if (arguments.isEmpty()) {
                return serve(config);
            }
        } catch (IllegalArgumentException
                | IllegalStateException
                | NoSuchElementException
                | PreventFurtherStepsException wrong) {
            FailedStart told = FailedStart.ofReading(wrong);
            System.err.println(told.sentence());
            return told.exitCode();
        }
        System.err.println("Unknown arguments: " + String.join(" ", arguments)
                + ". Give none to serve, or migrate, or schema print, or topics print, topics check or topics create.");
        return EX_USAGE;
    }

    private static int serve(Config config) {
        UsableSettings.check(config);
        return start(RequiredSettings.missingIn(config), config);
    }

    private static int migrate(Config config) {
        UsableSettings.checkAddresses(config);
        // One of the services migrates in the background when it serves.
        System.setProperty("quarkus.flyway.migrate-at-start", "true");
        System.setProperty("quarkus.init-and-exit", "true");
        // Asked for when the parts of the service are put together, and not used. A service refuses a setting it does
        // not know.
        List<String> needed = RequiredSettings.neededBy(config);
        UNUSED_BY_MIGRATIONS.forEach((name, value) -> {
            if (needed.contains(name)
                    && config.getOptionalValue(name, String.class).isEmpty()) {
                System.setProperty(name, value);
            }
        });
        Thread waker = new Thread(new EndOfMigrations(Thread.currentThread()), "end of migrations");
        waker.setDaemon(true);
        waker.start();
        return start(RequiredSettings.missingForMigrationsIn(config), config);
    }

    private static int start(List<String> missing, Config config) {
        missing.forEach(System.err::println);
        if (!missing.isEmpty()) {
            return EX_CONFIG;
        }
        Quarkus.run(null, (exitCode, failure) -> end(exitCode, failure, config));
        return 0;
    }

    private static void end(int exitCode, @Nullable Throwable failure, Config config) {
        int told = failure == null ? exitCode : tell(failure, exitCode, config);
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(told, failure);
    }

    /** Says why it did not start; returns the exit code for that. */
    private static int tell(Throwable failure, int exitCode, Config config) {
        Optional<FailedStart> told = FailedStart.of(failure, KafkaConnection.of(config));
        QuarkusDelayedHandler early = InitialConfigurator.DELAYED_HANDLER;
        if (!early.isActivated()) {
            // Before there is a log, what libraries say waits for one: beside a sentence that says all it is of no use.
            early.setHandlers(
                    told.isPresent() ? new Handler[0] : new Handler[] {InitialConfigurator.createDefaultHandler()});
        }
        if (told.isEmpty()) {
            Logger.getLogger(ServiceMain.class.getName()).log(Level.SEVERE, "The service has not started", failure);
            return exitCode;
        }
        System.err.println(told.get().sentence());
        return told.get().exitCode();
    }

    private static int topics(String verb, Config config) {
        Map<String, Object> connection = KafkaConnection.of(config);
        if (!connection.containsKey(KafkaConnection.BOOTSTRAP_SERVERS) && !PRINT.equals(verb)) {
            System.err.println(RequiredSettings.sentence("kafka.bootstrap.servers"));
            return EX_CONFIG;
        }
        int replicas = config.getOptionalValue(REPLICAS, Integer.class).orElse(DEFAULT_REPLICAS);
        if (replicas < 1 || replicas > Short.MAX_VALUE) {
            throw new UnusableSettingException(REPLICAS, "it is 1 or more, not " + replicas);
        }
        return new TopicsCommand(connection, replicas, writer(System.out), writer(System.err)).run(verb);
    }

    private static int printSchema(Config config) {
        PrintWriter out = writer(System.out);
        out.print(SchemaSql.of(List.of(ServiceSchema.of(config.getValue(SCHEMA_NAME, String.class)))));
        out.flush();
        return 0;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
