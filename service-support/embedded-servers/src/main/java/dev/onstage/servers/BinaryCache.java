package dev.onstage.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where server binaries are unpacked once per person and kept. */
final class BinaryCache {
    private BinaryCache() {}

    /** {@code $XDG_CACHE_HOME/onstage/<name>}, by default {@code ~/.cache/onstage/<name>}; else in the temporary folder. */
    static Path directory(String name) throws IOException {
        String cacheHome = System.getenv("XDG_CACHE_HOME");
        Path preferred = cacheHome == null || cacheHome.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(cacheHome);
        try {
            return Files.createDirectories(preferred.resolve("onstage").resolve(name));
        } catch (IOException notWritable) {
            return Files.createDirectories(Path.of(
                    System.getProperty("java.io.tmpdir"), "onstage-cache", System.getProperty("user.name"), name));
        }
    }
}
