package dev.onstage.support.settings;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Secrets from the files of a {@link SecretFolder}, as they are when the service starts; {@link CurrentSecrets} has those that
 * may change later. A file goes before an environment variable, and is taken like one: whoever mounts the secrets of all services
 * for each of them stops none, although a setting that nobody knows would.
 */
public final class SecretFiles implements ConfigSourceFactory {

    /** Above environment variables. */
    private static final int ORDINAL = 310;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue setting = context.getValue(SecretFolder.SETTING);
        return SecretFolder.of(setting == null ? null : setting.getValue()).stream()
                .map(SecretFiles::read)
                .toList();
    }

    private static ConfigSource read(SecretFolder folder) {
        Map<String, String> variables = new HashMap<>();
        try {
            folder.read().forEach((file, value) -> variables.put(SecretNames.variable(file), value));
        } catch (IOException failure) {
            throw new IllegalStateException(
                    "The folder " + folder.path() + " of the setting " + SecretFolder.SETTING + " cannot be read: "
                            + failure,
                    failure);
        }
        return new EnvConfigSource(variables, ORDINAL);
    }
}
