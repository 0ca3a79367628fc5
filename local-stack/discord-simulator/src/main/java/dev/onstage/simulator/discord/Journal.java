package dev.onstage.simulator.discord;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What survives a restart: JSON lines, one per change, read again at start. Without a directory nothing is kept. */
final class Journal {
    private final @Nullable AsyncFile file;
    private final List<JsonObject> past;

    private Journal(@Nullable AsyncFile file, List<JsonObject> past) {
        this.file = file;
        this.past = past;
    }

    /** Opens the journal in this directory, made when missing; null keeps everything in memory. */
    static Future<Journal> open(Vertx vertx, @Nullable String dataDir) {
        if (dataDir == null) {
            return Future.succeededFuture(new Journal(null, List.of()));
        }
        String path = dataDir + "/journal.jsonl";
        return vertx.fileSystem()
                .mkdirs(dataDir)
                .compose(made -> vertx.fileSystem().open(path, new OpenOptions().setAppend(true)))
                .compose(
                        opened -> vertx.fileSystem().readFile(path).map(content -> new Journal(opened, read(content))));
    }

    /** The changes of earlier runs, oldest first. */
    List<JsonObject> past() {
        return past;
    }

    Future<Void> append(JsonObject change) {
        return file == null ? Future.succeededFuture() : file.write(Buffer.buffer(change.encode() + "\n"));
    }

    Future<Void> close() {
        return file == null ? Future.succeededFuture() : file.close();
    }

    private static List<JsonObject> read(Buffer content) {
        return content.toString()
                .lines()
                .filter(line -> !line.isBlank())
                .map(JsonObject::new)
                .toList();
    }
}
