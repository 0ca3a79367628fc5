package dev.onstage.localstack.cli;

import dev.onstage.localstack.stack.StateDirectory;
import dev.onstage.localstack.trace.CollectedSpan;
import dev.onstage.localstack.trace.CollectedTraces;
import dev.onstage.localstack.trace.TraceTree;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws what was exported. */
@Command(
        name = "trace",
        description = {
            "Lists the latest traces, or draws one of them as a tree.",
            "The stack has to run with ./onstage up --traces, or have run so."
        },
        mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {

    private static final long MILLION = 1_000_000;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "A trace id, or the beginning of one.")
    private Optional<String> id = Optional.empty();

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many traces to list. Default: ${DEFAULT-VALUE}")
    private int last;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        StateDirectory state = Home.state();
        Map<String, List<CollectedSpan>> traces = new CollectedTraces(state.traces()).byTrace();
        if (traces.isEmpty()) {
            out.println("No traces were collected. Start Onstage with ./onstage up --traces");
            return 0;
        }
        return id.map(wanted -> draw(out, traces, wanted)).orElseGet(() -> list(out, traces));
    }

    private int list(PrintWriter out, Map<String, List<CollectedSpan>> traces) {
        traces.entrySet().stream()
                .skip(Math.max(0, traces.size() - last))
                .forEach(trace -> out.println(summary(trace.getKey(), trace.getValue())));
        return 0;
    }

    private static String summary(String id, List<CollectedSpan> spans) {
        CollectedSpan first =
                spans.stream().filter(CollectedSpan::isFirst).findFirst().orElse(spans.get(0));
        return "%s  %s  %3d steps  %s"
                .formatted(id, Instant.ofEpochMilli(first.startNanos() / MILLION), spans.size(), first.title());
    }

    private static int draw(PrintWriter out, Map<String, List<CollectedSpan>> traces, String wanted) {
        List<List<CollectedSpan>> found = traces.entrySet().stream()
                .filter(trace -> trace.getKey().startsWith(wanted))
                .map(Map.Entry::getValue)
                .toList();
        if (found.isEmpty()) {
            out.println("There is no trace " + wanted);
        }
        found.forEach(spans -> out.println(TraceTree.of(spans).drawing()));
        return 0;
    }
}
