package dev.onstage.support.settings;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Settings from files, as Kubernetes mounts a Secret: each file in the folder {@value #FOLDER} is called like a setting or like
 * its environment variable, and holds its value. One line break at its end does not count. A file goes before an environment
 * variable.
 */
public final class SecretFiles implements ConfigSourceFactory {

    static final String FOLDER = "onstage.secret-files";

    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]*");

    /** Above environment variables. */
    private static final int ORDINAL = 310;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue folder = context.getValue(FOLDER);
        if (folder == null || folder.getValue() == null || folder.getValue().isBlank()) {
            return List.of();
        }
        Map<String, String> settings = read(Path.of(folder.getValue()));
        Map<String, String> variables = new HashMap<>(settings);
        variables.keySet().removeIf(name -> !VARIABLE.matcher(name).matches());
        settings.keySet().removeAll(variables.keySet());
        return List.of(
                new PropertiesConfigSource(settings, "files of " + FOLDER, ORDINAL),
                new EnvConfigSource(variables, ORDINAL));
    }

    private static Map<String, String> read(Path folder) {
        Map<String, String> settings = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(SecretFiles::holdsASetting).toList()) {
                settings.put(file.getFileName().toString(), valueOf(file));
            }
        } catch (IOException failure) {
            throw new IllegalStateException(
                    "The folder " + folder + " of the setting " + FOLDER + " cannot be read: " + failure, failure);
        }
        return settings;
    }

    /** Kubernetes keeps the versions of a Secret beside its files, in folders whose names begin with dots. */
    private static boolean holdsASetting(Path file) {
        return Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".");
    }

    private static String valueOf(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\r?\n$", "");
    }
}
