package dev.onstage.localstack.cli;

import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.LastCrash;
import dev.onstage.localstack.stack.RunFile;
import dev.onstage.localstack.stack.StateDirectory;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what runs. */
@Command(
        name = "status",
        description = "Shows what runs, with memory and addresses. Exit code 0: everything is ready.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        StateDirectory state = Home.state();
        Optional<RunFile> run = RunFile.read(state);
        if (run.isEmpty()) {
            out.println("Onstage is not running. Start it with ./onstage up");
            LastCrash.of(state).ifPresent(account -> out.println("It stopped because " + account));
            return Failure.NOT_RUNNING.exitCode();
        }
        show(out, run.get());
        if (!run.get().supervised()) {
            out.println("Its supervisor was killed. ./onstage down ends what is left; ./onstage up does so too.");
            return Failure.CHILD_CRASHED.exitCode();
        }
        if (!run.get().ready() || anyGone(run.get())) {
            out.println(run.get().ready() ? "Stopping." : "Still starting.");
            return Failure.NOT_RUNNING.exitCode();
        }
        out.print(UrlTable.of(run.get(), state));
        return 0;
    }

    private static boolean anyGone(RunFile run) {
        return !run.running().stream().allMatch(RunFile.RunningProcess::alive);
    }

    private static void show(PrintWriter out, RunFile run) {
        Duration since = Duration.between(run.since(), Instant.now());
        out.printf("Started %d min %d s ago.%n%n", since.toMinutes(), since.toSecondsPart());
        out.printf("  %-22s %8s  %-8s %8s%n", "process", "pid", "state", "MiB");
        long total = 0;
        for (RunFile.RunningProcess process : run.running()) {
            out.printf(
                    "  %-22s %8d  %-8s %8d%n",
                    process.name(), process.pid(), process.alive() ? "running" : "gone", process.memoryMebibytes());
            total += process.memoryMebibytes();
        }
        out.printf("  %-22s %8s  %-8s %8d%n", "together", "", "", total);
    }
}
