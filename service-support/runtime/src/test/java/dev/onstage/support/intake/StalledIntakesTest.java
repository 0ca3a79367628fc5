package dev.onstage.support.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StalledIntakesTest {

    private static final Path REPOSITORY = Path.of("../..");

    @ParameterizedTest
    @ValueSource(
            strings = {"stream-control-service", "webhook-ingest-service", "analytics-service", "notifier-service"})
    void shouldLookForWhatEachServiceTellsUnderItsName(String module) throws IOException {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(
                REPOSITORY.resolve(module).resolve("src/main/resources/application.properties"),
                StandardCharsets.UTF_8)) {
            settings.load(reader);
        }

        assertThat(StalledIntakes.SERVICES).contains(settings.getProperty("quarkus.application.name"));
    }

    @Test
    void shouldLookForNoOthers() {
        assertThat(StalledIntakes.SERVICES).hasSize(4);
    }
}
