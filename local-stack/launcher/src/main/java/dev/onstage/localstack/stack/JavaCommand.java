package dev.onstage.localstack.stack;

import java.nio.file.Path;
import java.util.List;

/** The Java that runs us also runs the children. */
final class JavaCommand {

    /** Quick to start and small, which matters more here than peak speed: a dozen JVMs share a laptop. */
    static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private JavaCommand() {}

    static String path() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
