package dev.onstage.localstack.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java that runs us also runs the children. */
final class JavaCommand {

    /**
     * Quick to start and small, which matters more here than peak speed: a dozen JVMs share a laptop. To verify the bytecode
     * that was compiled on the same machine would take a sixth of a start. The room for compiled code is larger than the 48 MiB
     * that come with one compiler: a JVM that has filled it interprets from then on. One without memory ends instead of lingering half
     * alive, and that it ended is told.
     */
    private static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=128m",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote",
            "-XX:+ExitOnOutOfMemoryError");

    private JavaCommand() {}

    /** Options for a process that is to be small and quick to start, with the most heap it may use. */
    static List<String> small(int heapMebibytes) {
        var options = new ArrayList<String>(List.of("-Xmx" + heapMebibytes + "m"));
        options.addAll(SMALL);
        return options;
    }

    /** The command that runs a jar. */
    static List<String> of(List<String> options, Path jar) {
        var command = new ArrayList<String>(List.of(path()));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private static String path() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
