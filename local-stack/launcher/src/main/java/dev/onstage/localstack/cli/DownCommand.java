package dev.onstage.localstack.cli;

import dev.onstage.localstack.stack.Supervision;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stops what runs, and what an earlier run left behind. */
@Command(
        name = "down",
        description = "Stops everything, left-overs of a killed run included. Data stays.",
        mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<String> ended = Supervision.end(Home.state());
        out.println(ended.isEmpty() ? "Onstage was not running." : "Stopped: " + String.join(", ", ended) + ".");
        return 0;
    }
}
