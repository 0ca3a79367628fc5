package dev.onstage.webhookingest.receiving;

import dev.onstage.testing.MountedSecret;
import dev.onstage.webhookingest.SignedDeliveries;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The provider's secret in a file, as a cluster mounts it. */
public final class SecretFolderResource implements QuarkusTestResourceLifecycleManager {

    static final String FOLDER = "onstage.secret-files";
    static final String FILE = "onstage.getstream.secrets";

    @Override
    public Map<String, String> start() {
        MountedSecret secrets = new MountedSecret(temporaryDirectory());
        secrets.mount(Map.of(FILE, SignedDeliveries.API_KEY + "=" + SignedDeliveries.SECRET));
        return Map.of(FOLDER, secrets.folder().toString(), "onstage.secret-files-reread", "1s");
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target")).toAbsolutePath(), "secrets");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}
}
