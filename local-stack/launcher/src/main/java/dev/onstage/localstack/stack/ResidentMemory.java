package dev.onstage.localstack.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of another process, where the operating system tells. */
final class ResidentMemory {

    private ResidentMemory() {}

    /** Resident memory in MiB; 0 when the process is gone or this is not Linux. */
    static long mebibytes(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }
}
