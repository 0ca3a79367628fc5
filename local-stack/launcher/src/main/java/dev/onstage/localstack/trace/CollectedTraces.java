package dev.onstage.localstack.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The traces of a stack in a file, a line of JSON for each step. A file that has become too long is begun anew, since nobody looks
 * at traces of long ago. May be written to by several threads of one process, and read by any process meanwhile.
 */
public final class CollectedTraces {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LONGEST = 64L << 20;

    private final Path file;

    /** @param file need not be there */
    public CollectedTraces(Path file) {
        this.file = file;
    }

    synchronized void add(List<CollectedSpan> spans) {
        var lines = new StringBuilder();
        try {
            for (CollectedSpan span : spans) {
                lines.append(JSON.writeValueAsString(span)).append('\n');
            }
            if (Files.exists(file) && Files.size(file) > LONGEST) {
                Files.delete(file);
            }
            Files.writeString(
                    file,
                    lines,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All steps in the order of their arrival; none when nothing was collected. */
    public List<CollectedSpan> all() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            List<CollectedSpan> spans = new ArrayList<>();
            // What follows the last line break is being written.
            for (int begin = 0, end; (end = text.indexOf('\n', begin)) >= 0; begin = end + 1) {
                spans.add(JSON.readValue(text.substring(begin, end), CollectedSpan.class));
            }
            return spans;
        } catch (IOException failure) {
            throw new StackException(Failure.STORAGE, "Cannot read the traces in " + file + ": " + failure, failure);
        }
    }

    /** The steps by trace, the trace that was begun last at the end. */
    public Map<String, List<CollectedSpan>> byTrace() {
        Map<String, List<CollectedSpan>> traces = new LinkedHashMap<>();
        all().forEach(span ->
                traces.computeIfAbsent(span.traceId(), id -> new ArrayList<>()).add(span));
        return traces;
    }
}
