package dev.onstage.localstack.hostile;

import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.stack.StackException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Asks services how they are, after their garbage was collected. */
public final class VitalsReader {

    private static final long COLLECT_SECONDS = 60;

    private final HttpClient http = HttpClient.newHttpClient();

    /** How it is. */
    public Vitals read(ServiceInstance instance) {
        var request = HttpRequest.newBuilder(instance.managementUrl().resolve("/q/metrics"))
                .header("Accept", "text/plain")
                .build();
        try {
            collectGarbage(instance.pid());
            return Vitals.read(
                    instance.name(),
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException failure) {
            throw new StackException(Failure.NOT_RUNNING, instance.name() + " does not tell its metrics", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackException(Failure.NOT_RUNNING, "interrupted", interrupted);
        }
    }

    /** By the JDK's own tool; where there is none, the heap is taken as it is. */
    private static void collectGarbage(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (jcmd.toFile().canExecute()) {
            boolean unused = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(COLLECT_SECONDS, TimeUnit.SECONDS);
        }
    }
}
