package dev.onstage.support.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of secrets, as Kubernetes mounts them: each file is called like a setting or like its environment variable, and holds
 * its value. One line break at its end does not count. Other files are left alone, and so is one that is
 * empty or blank: it says nothing. Kubernetes changes all of them in one moment, and they are read as of one moment.
 */
record SecretFolder(Path path) {

    /** The setting that says where it is. */
    static final String SETTING = "onstage.secret-files";

    /** A link to the folder with the files, which is replaced when a Secret is changed. */
    private static final String KUBERNETES_DATA = "..data";

    /** The folder of that setting; there is none when it is not set. */
    static Optional<SecretFolder> of(@Nullable String setting) {
        return Optional.ofNullable(setting)
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .map(SecretFolder::new);
    }

    /** What the files hold, by their names; those in capitals come first. */
    Map<String, String> read() throws IOException {
        Map<String, String> values = new TreeMap<>();
        for (Path file : secrets()) {
            String value = isUsed(file) ? valueOf(file) : "";
            if (!value.isBlank()) {
                values.put(file.getFileName().toString(), value);
            }
        }
        return values;
    }

    /** Names of files that are called like a secret of somebody else and cannot be read: they are left alone. */
    List<String> unreadable() throws IOException {
        return secrets().stream()
                .filter(file -> !isUsed(file))
                .map(file -> file.getFileName().toString())
                .sorted()
                .toList();
    }

    /** Names of files that say nothing. */
    List<String> empty() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path file : secrets()) {
            if (isUsed(file) && valueOf(file).isBlank()) {
                names.add(file.getFileName().toString());
            }
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }

    /** One of ours that cannot be read is not passed over. */
    private static boolean isUsed(Path file) {
        return SecretNames.isOurs(file.getFileName().toString()) || isReadable(file);
    }

    private static boolean isReadable(Path file) {
        try {
            valueOf(file);
            return true;
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Names of files that are called like settings which are no secrets: they are not read. */
    List<String> others() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> SecretNames.isSetting(name) && !SecretNames.isFile(name))
                    .sorted()
                    .toList();
        }
    }

    private List<Path> secrets() throws IOException {
        Path data = path.resolve(KUBERNETES_DATA);
        try (Stream<Path> files = Files.list(Files.isDirectory(data) ? data.toRealPath() : path)) {
            return files.filter(file -> SecretNames.isFile(file.getFileName().toString()))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    private static String valueOf(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\r?\n$", "");
        } catch (CharacterCodingException otherBytes) {
            throw new IOException("the file " + file + " is not UTF-8", otherBytes);
        }
    }
}
