package dev.onstage.localstack.bench;

import dev.onstage.events.Topic;
import dev.onstage.localstack.load.Crowd;
import dev.onstage.localstack.load.LoadGenerator;
import dev.onstage.localstack.load.SignedRequests;
import dev.onstage.localstack.load.Tally;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.topology.ServiceKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A steady load for a long time, with a look at memory and disk now and then. */
final class Soak {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);
    private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";
    private static final String SIZE = """
            SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c
            WHERE c.relnamespace = 'webhook_ingest'::regnamespace AND c.relkind = 'r'""";

    private final HttpClient http = HttpClient.newHttpClient();
    private final LocalStack stack;
    private final Pool pool;
    private final URI target;
    private final PrintWriter out;

    Soak(LocalStack stack, Pool pool, URI target, PrintWriter out) {
        this.stack = stack;
        this.pool = pool;
        this.target = target;
        this.out = out;
    }

    SoakReport run(LoadGenerator generator, int rate, Duration duration) {
        Crowd crowd = pool.crowd(Duration.ofNanos(1_000_000_000L / rate));
        SignedRequests signed = pool.signed(target);
        var tally = new Tally();
        int count = Math.toIntExact(rate * duration.toSeconds());
        var samples = new ArrayList<SoakReport.Sample>();
        long begin = System.nanoTime();
        LoadGenerator.OpenLoad load = generator.openLoop(number -> signed.request(crowd, number), rate, count, tally);
        while (System.nanoTime() - begin < duration.toNanos()
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            SoakReport.Sample sample = sample(Duration.ofNanos(System.nanoTime() - begin));
            samples.add(sample);
            out.println("  " + sample.text());
            out.flush();
        }
        load.join();
        return new SoakReport(rate, duration, List.copyOf(samples), Round.of(tally), tally.accepted());
    }

    private SoakReport.Sample sample(Duration at) {
        ServiceInstance service = stack.service(ServiceKind.WEBHOOK_INGEST);
        return new SoakReport.Sample(at, service.residentMebibytes(), heapBytes(service), topicBytes(), tableBytes());
    }

    private long heapBytes(ServiceInstance service) {
        var request = HttpRequest.newBuilder(service.managementUrl().resolve("/q/metrics"))
                .header("Accept", "text/plain")
                .build();
        try {
            return (long) http.send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(HEAP))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private long topicBytes() {
        long bytes = 0;
        Path kafka = stack.state().data().resolve("kafka");
        try (DirectoryStream<Path> partitions =
                Files.newDirectoryStream(kafka, Topic.PROVIDER_DELIVERIES.topicName() + "-*")) {
            for (Path partition : partitions) {
                try (Stream<Path> files = Files.list(partition)) {
                    bytes += files.mapToLong(Soak::size).sum();
                }
            }
            return bytes;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException deletedMeanwhile) {
            return 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private long tableBytes() {
        try (Connection database = stack.database(ServiceKind.WEBHOOK_INGEST);
                PreparedStatement query = database.prepareStatement(SIZE);
                ResultSet answer = query.executeQuery()) {
            answer.next();
            return answer.getLong(1);
        } catch (SQLException failure) {
            throw new StackException(
                    Failure.CHECK_FAILED, "The database cannot be read: " + failure.getMessage(), failure);
        }
    }
}
