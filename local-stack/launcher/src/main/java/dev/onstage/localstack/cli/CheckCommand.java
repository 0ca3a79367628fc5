package dev.onstage.localstack.cli;

import dev.onstage.localstack.check.CheckReport;
import dev.onstage.localstack.check.GetStreamCheck;
import dev.onstage.localstack.client.GetStreamApi;
import java.net.URI;
import java.util.concurrent.Callable;
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
                    + " live and post, ban, block and revoked tokens.",
            "It makes a call type, a channel type, a role and some users with names of their own and deletes them again.",
            "Exits with 0 when everything is as expected and with 1 when something is not."
        },
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    private static final int DIFFERS = 1;

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
            names = "--api-secret",
            paramLabel = "SECRET",
            defaultValue = "${env:STREAM_API_SECRET:-}",
            description = "Its API secret; better given as STREAM_API_SECRET of the environment.")
    private String apiSecret = "";

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            defaultValue = "${env:STREAM_BASE_URL:-https://chat.stream-io-api.com}",
            description = "Where GetStream is. Default: STREAM_BASE_URL, else GetStream itself.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private URI baseUrl;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!what.equals("getstream")) {
            throw new ParameterException(spec.commandLine(), "Give check getstream.");
        }
        if (apiKey.isBlank() || apiSecret.isBlank()) {
            throw new ParameterException(
                    spec.commandLine(), "Set STREAM_API_KEY and STREAM_API_SECRET of the app that shall be checked.");
        }
        CheckReport report = new GetStreamCheck(new GetStreamApi(baseUrl, apiKey, apiSecret)).run();
        spec.commandLine().getOut().print(report);
        return report.holds() ? 0 : DIFFERS;
    }
}
