package dev.onstage.simulator.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.simulator.getstream.wire.Wire;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Keeps the state in one file: written aside, forced to disk and moved over the old one, so that a crash leaves either
 * the old state or the new. Changes within a short time are written together.
 */
final class SnapshotFile {

    private static final Logger LOG = System.getLogger(SnapshotFile.class.getName());
    private static final long LEAST_PAUSE_MILLIS = 200;
    private static final long PAUSE_FACTOR = 20;

    private final Vertx vertx;
    private final Path file;
    private final Supplier<JsonNode> state;
    private boolean scheduled;
    private long taken;
    private long written;
    private long pauseMillis = LEAST_PAUSE_MILLIS;

    /** Writes what {@code state} gives, which is asked on the event loop. */
    SnapshotFile(Vertx vertx, Path directory, Supplier<JsonNode> state) {
        this.vertx = vertx;
        this.file = directory.resolve("getstream-simulator.json");
        this.state = state;
    }

    /** The state of the last run, if there was one. */
    Optional<JsonNode> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(Wire.snapshot().readTree(file.toFile()));
    }

    /**
     * Something changed: it will be in the file soon. The larger the state, the longer the pause, so that writing it
     * takes a small part of the event loop's time.
     */
    void changed() {
        if (!scheduled) {
            scheduled = true;
            vertx.setTimer(pauseMillis, timer -> {
                scheduled = false;
                long start = System.nanoTime();
                JsonNode current = state.get();
                long number = ++taken;
                long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                pauseMillis = Math.max(LEAST_PAUSE_MILLIS, PAUSE_FACTOR * tookMillis);
                vertx.executeBlocking(() -> {
                            write(number, current);
                            return current;
                        })
                        .onFailure(failure -> LOG.log(Level.ERROR, "the state was not saved to " + file, failure));
            });
        }
    }

    /** Writes at once, before the process ends. On the event loop. */
    void write(JsonNode current) {
        write(++taken, current);
    }

    /** Leaves out what was overtaken by a newer state. */
    private synchronized void write(long number, JsonNode current) {
        if (number < written) {
            return;
        }
        written = number;
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                channel.write(ByteBuffer.wrap(Wire.snapshot().writeValueAsBytes(current)));
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
