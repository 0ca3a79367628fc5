package dev.onstage.localstack.cli;

import dev.onstage.localstack.trace.CollectedSpan;
import dev.onstage.localstack.trace.CollectedTraces;
import dev.onstage.localstack.trace.TraceTree;
import dev.onstage.localstack.trace.WidestTrace;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws what was exported. */
@Command(
        name = "trace",
        description = {
            "Draws a trace as a tree: the one with that id, or else the one that went through the most services, such as a"
                    + " webhook that ends in a push to the page and a message at Discord.",
            "The stack has to run with ./onstage up --traces, or have run so."
        },
        mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {

    private static final long MILLION = 1_000_000;
    private static final int FEW = 5;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "A trace id, or the beginning of one.")
    private Optional<String> id = Optional.empty();

    @Option(
            names = "--with",
            paramLabel = "TEXT",
            description = "Only traces with a step that has this text, for example discord. May be repeated.")
    private List<String> texts = new ArrayList<>();

    @Option(names = "--last", paramLabel = "N", description = "List that many of the latest traces instead.")
    private Optional<Integer> last = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (last.filter(number -> number < 1).isPresent()) {
            throw new ParameterException(spec.commandLine(), "--last is 1 or more.");
        }
        PrintWriter out = spec.commandLine().getOut();
        Map<String, List<CollectedSpan>> traces =
                new CollectedTraces(Home.state().traces()).byTrace();
        if (traces.isEmpty()) {
            out.println("No traces were collected. Start Onstage with ./onstage up --traces");
            return id.isPresent() ? ExitCode.USAGE : ExitCode.OK;
        }
        Map<String, List<CollectedSpan>> wanted = wanted(traces);
        if (wanted.isEmpty()) {
            throw new ParameterException(spec.commandLine(), nothingFound(traces));
        }
        if (last.isPresent()) {
            wanted.entrySet().stream()
                    .skip(Math.max(0, wanted.size() - last.get()))
                    .forEach(trace -> out.println(summary(trace.getKey(), trace.getValue())));
        } else if (id.isPresent()) {
            wanted.values().forEach(spans -> out.println(TraceTree.of(spans).drawing()));
        } else {
            WidestTrace.of(wanted)
                    .map(wanted::get)
                    .ifPresent(spans -> out.println(TraceTree.of(spans).drawing()));
            out.printf(
                    "This is one of %d traces. ./onstage trace --last 20 lists the latest, with their ids.%n",
                    traces.size());
        }
        return ExitCode.OK;
    }

    private Map<String, List<CollectedSpan>> wanted(Map<String, List<CollectedSpan>> traces) {
        var wanted = new LinkedHashMap<String, List<CollectedSpan>>(traces);
        wanted.keySet().removeIf(trace -> !trace.startsWith(id.orElse("")));
        wanted.values().removeIf(spans -> !texts.stream()
                .allMatch(text -> spans.stream().anyMatch(span -> span.title().contains(text))));
        return wanted;
    }

    private String nothingFound(Map<String, List<CollectedSpan>> traces) {
        String what = id.map(beginning -> " whose id begins with " + beginning).orElse("")
                + (texts.isEmpty() ? "" : " with " + String.join(" and ", texts));
        String latest =
                traces.keySet().stream().skip(Math.max(0, traces.size() - FEW)).collect(Collectors.joining(", "));
        return "There is no trace%s. The latest are %s.".formatted(what, latest);
    }

    private static String summary(String id, List<CollectedSpan> spans) {
        CollectedSpan first =
                spans.stream().filter(CollectedSpan::isFirst).findFirst().orElse(spans.get(0));
        return "%s  %s  %3d steps in %d services  %s"
                .formatted(
                        id,
                        Instant.ofEpochMilli(first.startNanos() / MILLION),
                        spans.size(),
                        WidestTrace.services(spans),
                        first.title());
    }
}
