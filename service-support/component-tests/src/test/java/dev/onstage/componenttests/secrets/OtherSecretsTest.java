package dev.onstage.componenttests.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.support.settings.SecretFiles;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stands beside the other tests of settings, since a mapping needs more than services have at run time. */
class OtherSecretsTest {

    private static final int OF_ENVIRONMENT = 300;

    @TempDir
    Path folder;

    /** Of one service alone. */
    @ConfigMapping(prefix = "test.of-one-service")
    interface OfOneService {
        Optional<String> password();
    }

    @ParameterizedTest
    @ValueSource(strings = {"test.of-one-service.other-password", "TEST_OF_ONE_SERVICE_OTHER_PASSWORD"})
    void shouldStartBesideTheSecretsOfOtherServices(String other) throws IOException {
        Files.writeString(folder.resolve(other), "not its own");
        Files.writeString(folder.resolve("test.of-one-service.password"), "its own");

        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(
                        Map.of("onstage.secret-files", folder.toString()), "settings", OF_ENVIRONMENT))
                .withSources(new SecretFiles())
                .withMapping(OfOneService.class)
                .build();

        assertThat(config.getConfigMapping(OfOneService.class).password()).hasValue("its own");
    }
}
