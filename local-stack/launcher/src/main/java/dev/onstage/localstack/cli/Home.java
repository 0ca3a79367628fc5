package dev.onstage.localstack.cli;

import dev.onstage.localstack.client.DiscordSimulatorApi;
import dev.onstage.localstack.client.GetStreamSimulatorApi;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.RunFile;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.stack.StateDirectory;
import dev.onstage.localstack.topology.Port;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Which repository and state directory a command works with. */
final class Home {

    private Home() {}

    /** The repository: named by the start script, else the current directory. */
    static Path repository() {
        return Path.of(Optional.ofNullable(System.getenv("ONSTAGE_REPOSITORY")).orElse("."))
                .toAbsolutePath()
                .normalize();
    }

    /** {@code ONSTAGE_HOME}, else {@code .onstage} in the repository. */
    static Path directory() {
        return Optional.ofNullable(System.getenv("ONSTAGE_HOME"))
                .filter(home -> !home.isBlank())
                .map(Path::of)
                .orElseGet(() -> repository().resolve(".onstage"));
    }

    static StateDirectory state() {
        return StateDirectory.open(directory());
    }

    /**
     * What runs.
     *
     * @throws StackException when nothing does
     */
    static RunFile running() {
        return RunFile.read(state())
                .filter(RunFile::supervised)
                .orElseThrow(() ->
                        new StackException(Failure.NOT_RUNNING, "Onstage is not running. Start it with ./onstage up"));
    }

    /** The same, once everything is ready. */
    static RunFile ready() {
        RunFile run = running();
        if (!run.ready()) {
            throw new StackException(
                    Failure.NOT_RUNNING, "Onstage is still starting. ./onstage status shows how far it is.");
        }
        return run;
    }

    static OnstageApi api(RunFile run) {
        return new OnstageApi(url(run, Port.GATEWAY));
    }

    static GetStreamSimulatorApi simulator(RunFile run) {
        if (!run.simulated()) {
            throw new StackException(
                    Failure.REFUSED,
                    "This stack uses the real GetStream: there is nothing to simulate. Start it without STREAM_API_KEY and STREAM_API_SECRET.");
        }
        return new GetStreamSimulatorApi(url(run, Port.GETSTREAM_SIMULATOR));
    }

    static DiscordSimulatorApi discord(RunFile run) {
        return new DiscordSimulatorApi(url(run, Port.DISCORD_SIMULATOR));
    }

    static URI url(RunFile run, Port port) {
        return URI.create("http://127.0.0.1:" + run.port(port));
    }
}
