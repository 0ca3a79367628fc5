package dev.onstage.localstack.cli;

import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.stack.RunFile;
import dev.onstage.localstack.stack.StateDirectory;
import dev.onstage.localstack.story.Demo;
import dev.onstage.localstack.story.DemoAccount;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Plays the whole story. */
@Command(
        name = "demo",
        description = "Plays the whole story through the public API and prints what happened where. May be repeated.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private Credentials credentials = new Credentials();

    @Option(
            names = "--gap",
            defaultValue = "8",
            paramLabel = "SECONDS",
            description = "How long the encoder stays away.")
    private int gapSeconds;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        RunFile run = Home.ready();
        StateDirectory state = Home.state();
        OnstageApi api = Home.api(run);
        long begin = System.nanoTime();
        String entrance = DemoAccount.enter(api, state, credentials.given());
        new Demo(api, Home.simulator(run), Home.discord(run), Duration.ofSeconds(gapSeconds), out).play(entrance);
        out.printf(
                Locale.ROOT,
                "%nDone in %.1f s. See it on the dashboard: %s%n",
                (System.nanoTime() - begin) / 1e9,
                run.publicUrl());
        DemoAccount.remembered(state)
                .ifPresent(account ->
                        out.printf("Sign in as %s; its password is in %s%n", account.email(), state.demoAccountFile()));
        return 0;
    }
}
