package dev.onstage.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * A folder of secrets as Kubernetes mounts one: the files are links through {@code ..data}, which is a link to the folder of one
 * version, and another version takes its place in one step.
 */
public record MountedSecret(Path folder) {

    private static final String CURRENT = "..data";

    /** Mounts the files, by their names, in the place of those that are there. */
    public void mount(Map<String, String> files) {
        try {
            Path version = Files.createTempDirectory(Files.createDirectories(folder), "..2026_");
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(version.resolve(file.getKey()), file.getValue());
                Path link = folder.resolve(file.getKey());
                if (!Files.isSymbolicLink(link)) {
                    Files.createSymbolicLink(link, Path.of(CURRENT, file.getKey()));
                }
            }
            Path draft = Files.createSymbolicLink(folder.resolve("..data_tmp"), version.getFileName());
            Files.move(
                    draft,
                    folder.resolve(CURRENT),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
