package dev.onstage.localstack.stack;

import dev.onstage.localstack.topology.Endpoint;
import dev.onstage.localstack.topology.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One running copy of a service, restartable with other settings. Methods block until what they say is true; one caller at
 * a time.
 */
public final class ServiceInstance {

    /** Set in the environment to make a service kill itself at a named point. */
    public static final String CRASH_AT = "ONSTAGE_CRASH_AT";

    private static final Duration READY_WITHIN = Duration.ofMinutes(4);
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(100);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final ServiceKind kind;
    private final String name;
    private final Endpoint endpoint;
    private final StateDirectory state;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Consumer<ChildProcess> onStart;
    private volatile @Nullable ChildProcess child;

    ServiceInstance(
            ServiceKind kind,
            String name,
            Endpoint endpoint,
            StateDirectory state,
            List<String> command,
            Map<String, String> environment,
            Consumer<ChildProcess> onStart) {
        this.kind = kind;
        this.name = name;
        this.endpoint = endpoint;
        this.state = state;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.onStart = onStart;
    }

    /** Which service it is a copy of. */
    public ServiceKind kind() {
        return kind;
    }

    /** Unique in its stack; also the name of its log. */
    public String name() {
        return name;
    }

    /** Where this very copy is reached, past the gateway. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + endpoint.port());
    }

    /** Where this very copy shows its metrics, health and OpenAPI document. */
    public URI managementUrl() {
        return URI.create("http://127.0.0.1:" + endpoint.managementPort());
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** The process id. */
    public long pid() {
        return child().pid();
    }

    /** Memory the process has in use, in MiB. */
    public long residentMebibytes() {
        return ResidentMemory.mebibytes(pid());
    }

    /** Whether the process runs (or is suspended). */
    public boolean isAlive() {
        ChildProcess current = child;
        return current != null && current.isAlive();
    }

    /**
     * Starts it, with settings on top of those of the stack, and waits until it is ready.
     *
     * @throws StackException with the end of its log when it is not ready in time
     */
    public void start(Map<String, String> extra) {
        launch(extra);
        awaitReady();
    }

    /** The same, so that it kills itself at a named point; does not wait, see {@link #endedWithin}. */
    public void startArmed(String point, Map<String, String> extra) {
        var armed = new HashMap<String, String>(extra);
        armed.put(CRASH_AT, point);
        launch(armed);
    }

    void launch(Map<String, String> extra) {
        if (isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        var settings = new HashMap<String, String>(environment);
        settings.putAll(extra);
        // All its lives share one log: what a process said before it was killed is part of what happened.
        ChildProcess started = child == null
                ? ChildProcess.start(name, command, settings, state.log(name))
                : ChildProcess.startAgain(name, command, settings, state.log(name));
        if (extra.containsKey(CRASH_AT)) {
            started.expectEnd();
        }
        child = started;
        onStart.accept(started);
    }

    /**
     * Waits until it is ready or, since it was armed, has ended before that.
     *
     * @throws StackException with the end of its log when it is neither in time
     */
    public void awaitReadyOrEnded() {
        awaitReady(true);
    }

    void awaitReady() {
        awaitReady(false);
    }

    private void awaitReady(boolean mayEnd) {
        ChildProcess current = child();
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady()) {
            if (current.exitedWithin(BETWEEN_CHECKS)) {
                if (mayEnd) {
                    return;
                }
                throw new StackException(Failure.CHILD_CRASHED, current.epitaph());
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new StackException(Failure.CHILD_CRASHED, "The start of %s was interrupted".formatted(name));
            }
            if (System.nanoTime() > deadline) {
                throw new StackException(
                        Failure.CHILD_CRASHED,
                        "%s was not ready within %d s. The last lines of %s:%n%s"
                                .formatted(name, READY_WITHIN.toSeconds(), state.log(name), current.lastLogLines(15)));
            }
        }
    }

    /** Whether it says of itself that it is ready. */
    public boolean isReady() {
        var request = HttpRequest.newBuilder(managementUrl().resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(3))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * SIGTERM, and waits for the end.
     *
     * @return whether it ended by itself and did not have to be killed
     */
    public boolean stop() {
        ChildProcess current = child;
        return current == null || current.stop();
    }

    /** The same with a patience of the caller's. */
    public boolean stop(Duration patience) {
        ChildProcess current = child;
        return current == null || current.stop(patience);
    }

    /** SIGTERM; does not wait, see {@link #endedWithin}. */
    public void askToEnd() {
        child().askToEnd();
    }

    /** What it ended with; empty while it runs. */
    public OptionalInt exitCode() {
        return child().exitCode();
    }

    /** SIGKILL, and waits for the end. */
    public void kill() {
        child().kill();
    }

    /** SIGSTOP: from outside it looks as if it had a very long pause. */
    public void suspend() {
        child().suspend();
    }

    /** SIGCONT. */
    public void resume() {
        child().resume();
    }

    /** Stops it and starts it again with other settings on top of those of the stack. */
    public void restart(Map<String, String> extra) {
        stop();
        start(extra);
    }

    /** Whether the process ended by itself in that time. */
    public boolean endedWithin(Duration patience) {
        return child().exitedWithin(patience);
    }

    /** The end of its log. */
    public String lastLogLines(int count) {
        return child().lastLogLines(count);
    }

    private ChildProcess child() {
        ChildProcess current = child;
        if (current == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return current;
    }
}
