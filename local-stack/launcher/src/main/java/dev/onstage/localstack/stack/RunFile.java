package dev.onstage.localstack.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.onstage.localstack.topology.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What runs, written down for other commands and for the next start after a crash of the supervisor itself. Holds no secret.
 *
 * @param supervisor the process that started and watches the others
 * @param ready whether everything answered its readiness check
 * @param simulated whether the GetStream simulator takes the place of GetStream
 * @param options what else it was started with
 * @param publicUrl where the gateway is reached
 * @param ports numbers by label
 * @param processes every child, the servers included
 */
public record RunFile(
        ProcessMark supervisor,
        boolean ready,
        boolean simulated,
        StackOptions options,
        String publicUrl,
        Instant since,
        Map<String, Integer> ports,
        List<ProcessMark> processes) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT);

    /** Copies what it is given. */
    public RunFile {
        // The run file of an older version has none.
        options = Objects.requireNonNullElse(options, StackOptions.USUAL);
        ports = Map.copyOf(ports);
        processes = List.copyOf(processes);
    }

    /** The run file of that stack; empty when there is none, or when a crash left half of one. */
    public static Optional<RunFile> read(StateDirectory state) {
        if (!Files.exists(state.runFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readString(state.runFile()), RunFile.class));
        } catch (JsonProcessingException damaged) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new StackException(Failure.STORAGE, "Cannot read " + state.runFile(), failure);
        }
    }

    void write(StateDirectory state) {
        try {
            PrivateFiles.write(state.runFile(), JSON.writeValueAsString(this));
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("run file", failure);
        }
    }

    static void delete(StateDirectory state) {
        try {
            Files.deleteIfExists(state.runFile());
        } catch (IOException failure) {
            throw new StackException(Failure.STORAGE, "Cannot delete " + state.runFile(), failure);
        }
    }

    /** The same with one more child. */
    RunFile withProcess(ProcessMark process) {
        var more = new ArrayList<ProcessMark>(processes);
        more.removeIf(known -> known.name().equals(process.name()));
        more.add(process);
        return new RunFile(supervisor, ready, simulated, options, publicUrl, since, ports, more);
    }

    RunFile withReady() {
        return new RunFile(supervisor, true, simulated, options, publicUrl, since, ports, processes);
    }

    /** Whether the supervisor that wrote this still runs. */
    public boolean supervised() {
        return supervisor.running().isPresent();
    }

    /** The supervisor's process id. */
    public long supervisorPid() {
        return supervisor.pid();
    }

    /** The number of that port. */
    public int port(Port port) {
        Integer number = ports.get(port.label());
        return number == null ? port.defaultNumber() : number;
    }

    /** The supervisor and everything it started, with whether it still runs. */
    public List<RunningProcess> running() {
        return Stream.concat(Stream.of(supervisor), processes.stream())
                .map(mark -> new RunningProcess(
                        mark.name(), mark.pid(), mark.running().isPresent(), ResidentMemory.mebibytes(mark.pid())))
                .toList();
    }

    /**
     * One line of {@code onstage status}.
     *
     * @param memoryMebibytes resident memory, 0 when unknown or gone
     */
    public record RunningProcess(String name, long pid, boolean alive, long memoryMebibytes) {}
}
