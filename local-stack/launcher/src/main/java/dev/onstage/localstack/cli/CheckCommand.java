package dev.onstage.localstack.cli;

import dev.onstage.localstack.check.CheckReport;
import dev.onstage.localstack.check.GetStreamCheck;
import dev.onstage.localstack.client.GetStreamApi;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks an app at GetStream whether it is as Onstage expects it. */
@Command(
        name = "check",
        description = {
            "Tries what Onstage relies on at GetStream (getstream) against your app: roles, grants, who may read, join, go"
                    + " live and post, ban, block, kick and revoked tokens.",
            "It makes call types, a channel type, two roles and some users with names of their own and deletes them again.",
            "The app's API secret is read from STREAM_API_SECRET of the environment.",
            "Exits with 0 when everything Onstage relies on is as expected and with 1 when something is not."
        },
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    private static final int DIFFERS = 1;
    private static final String SECRET = "STREAM_API_SECRET";

    @Parameters(paramLabel = "getstream")
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private String what;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            defaultValue = "${env:STREAM_API_KEY:-}",
            description = "The app's API key. Default: STREAM_API_KEY of the environment.")
    private String apiKey = "";

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            defaultValue = "${env:STREAM_BASE_URL:-https://chat.stream-io-api.com}",
            description = "Where GetStream is. Default: STREAM_BASE_URL, else GetStream itself.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private URI baseUrl;

    @Option(
            names = "--remove",
            paramLabel = "NAME",
            description = "Tries nothing and deletes what a check with this name left behind.")
    private @Nullable String remains;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    /** Holds the secret, which is no option: other users of the machine see a command line. */
    private Map<String, String> environment = System.getenv();

    /** Takes another environment than that of the process. */
    void environment(Map<String, String> variables) {
        environment = variables;
    }

    @Override
    public Integer call() {
        if (!what.equals("getstream")) {
            throw new ParameterException(spec.commandLine(), "Give check getstream.");
        }
        String secret = environment.getOrDefault(SECRET, "");
        if (apiKey.isBlank() || secret.isBlank()) {
            throw new ParameterException(
                    spec.commandLine(), "Set STREAM_API_KEY and STREAM_API_SECRET of the app that shall be checked.");
        }
        GetStreamApi api = new GetStreamApi(baseUrl, apiKey, secret);
        CheckReport report =
                remains == null ? tried(new GetStreamCheck(api)) : new GetStreamCheck(api, remains).remove();
        tell(
                report.facts().isEmpty()
                        ? "Nothing is left of it."
                        : report.toString().stripTrailing());
        return report.holds() ? 0 : DIFFERS;
    }

    private CheckReport tried(GetStreamCheck check) {
        tell("Everything this makes in the app is called %s and deleted at the end. If it is stopped before:"
                .formatted(check.name()));
        tell("  ./onstage check getstream --remove " + check.name());
        return check.run();
    }

    /** Flushed at once: the command that ends the process flushes no writer but its own. */
    private void tell(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
