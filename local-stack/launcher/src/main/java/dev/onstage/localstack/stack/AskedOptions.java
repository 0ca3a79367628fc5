package dev.onstage.localstack.stack;

import dev.onstage.localstack.topology.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked of a start. What was not asked for is empty or false, and any stack will do.
 *
 * @param realGetStream whether the credentials of GetStream are there
 */
public record AskedOptions(
        Map<Port, Integer> ports,
        Optional<String> publicUrl,
        Optional<Integer> proxies,
        boolean realDiscord,
        boolean secure,
        boolean traces,
        boolean realGetStream) {

    /** Copies what it is given. */
    public AskedOptions {
        ports = Map.copyOf(ports);
    }

    /** Where the stack that runs is another one, in clauses; empty when it is as asked. */
    public List<String> notMetBy(RunFile run) {
        List<String> clauses = new ArrayList<>();
        if (secure && !run.options().secure()) {
            clauses.add("it runs without --secure");
        }
        if (traces && !run.options().traces()) {
            clauses.add("it runs without --traces");
        }
        if (realDiscord && !run.options().realDiscord()) {
            clauses.add("it runs without --real-discord");
        }
        if (realGetStream && run.simulated()) {
            clauses.add("it uses the simulator and not GetStream itself");
        }
        proxies.filter(wanted -> wanted != run.options().proxies())
                .ifPresent(wanted ->
                        clauses.add("it runs with --proxies " + run.options().proxies()));
        publicUrl
                .filter(wanted -> !wanted.equals(run.publicUrl()))
                .ifPresent(wanted -> clauses.add("its public address is " + run.publicUrl()));
        ports.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(wanted -> wanted.getValue() != run.port(wanted.getKey()))
                .forEach(wanted -> clauses.add(
                        "its port of %s is %d".formatted(wanted.getKey().label(), run.port(wanted.getKey()))));
        return clauses;
    }
}
