package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.audit.ScanReport;
import dev.onstage.localstack.audit.StackScan;
import dev.onstage.localstack.client.AnswerLog;
import dev.onstage.localstack.client.DiscordSimulatorApi;
import dev.onstage.localstack.client.GetStreamSimulatorApi;
import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.stack.Ports;
import dev.onstage.localstack.topology.Port;
import dev.onstage.localstack.topology.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A stack, set up by its first account. Everything may be called from any thread. When it closes, after the last test, nothing
 * that was said in its life may have given a secret away; else the test run fails.
 */
final class StackUnderTest implements AutoCloseable {

    static final String EMAIL = "operator@onstage.local";
    static final String PASSWORD = "a long enough password";

    /** Figures of a closed session are computed again soon after what changed them, instead of a minute later. */
    private static final Map<String, String> QUICK_FIGURES = Map.of("ONSTAGE_ANALYTICS_RECOMPUTE_EVERY", "5s");

    /** Scenarios sign in all the time. */
    private static final Map<String, String> CHEAP_PASSWORDS =
            Map.of("ONSTAGE_ACCOUNT_PASSWORD_MEMORY", "64", "ONSTAGE_ACCOUNT_PASSWORD_PASSES", "1");

    /** A copy that died over a call keeps others waiting for not much longer than a call may take. */
    private static final Map<String, String> SHORT_LEASES = Map.of("ONSTAGE_DELIVERY_LEASE", "25s");

    private final LocalStack stack;
    private final AnswerLog answers = new AnswerLog();
    private final DiscordSimulatorApi discord;
    private final OnstageApi operator;
    private final HttpAnswer firstRun;

    private StackUnderTest(LocalStack stack) {
        this.stack = stack;
        this.discord = new DiscordSimulatorApi(stack.url(Port.DISCORD_SIMULATOR));
        this.operator = new OnstageApi(stack.url(Port.GATEWAY), answers);
        this.firstRun = operator.setUp(stack.secrets().setupToken(), EMAIL, "Olga Operator", PASSWORD);
        firstRun.orThrow();
    }

    static StackUnderTest start() {
        try {
            Path target = repository().resolve("local-stack/end-to-end/target");
            Files.createDirectories(target);
            Path home = Files.createTempDirectory(target, "stack-");
            LocalStack stack = LocalStack.builder(repository())
                    .home(home)
                    .ports(Ports.free())
                    .traces(true)
                    .environment(ServiceKind.ANALYTICS, logged(QUICK_FIGURES))
                    .environment(ServiceKind.STREAM_CONTROL, logged(CHEAP_PASSWORDS))
                    .environment(ServiceKind.NOTIFIER, logged(SHORT_LEASES))
                    .environment(ServiceKind.WEBHOOK_INGEST, logged(Map.of()))
                    .start();
            try {
                return new StackUnderTest(stack);
            } catch (RuntimeException notSetUp) {
                stack.close();
                throw notSetUp;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The log for machines, with the fields of each line. */
    private static Map<String, String> logged(Map<String, String> settings) {
        var all = new HashMap<String, String>(settings);
        all.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true");
        return all;
    }

    static Path repository() {
        return Path.of(System.getProperty("onstage.repository", "../.."))
                .toAbsolutePath()
                .normalize();
    }

    LocalStack stack() {
        return stack;
    }

    /** Signed in as the first account, which is operator. */
    OnstageApi operator() {
        return operator;
    }

    /** Nobody is signed in. */
    OnstageApi visitor() {
        return new OnstageApi(stack.url(Port.GATEWAY), answers);
    }

    /** What the setup answered. */
    HttpAnswer firstRun() {
        return firstRun;
    }

    GetStreamSimulatorApi getStream() {
        return new GetStreamSimulatorApi(stack.url(Port.GETSTREAM_SIMULATOR));
    }

    DiscordSimulatorApi discord() {
        return discord;
    }

    @Override
    public void close() {
        try {
            ScanReport scan = new StackScan(stack, operator, answers).run(discord.tokensGiven());
            assertThat(scan.broken())
                    .as("%s%s", stack.state().root(), scan.text())
                    .isEmpty();
        } finally {
            stack.close();
        }
    }
}
