package dev.onstage.componenttests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupportTablesTest {
    @ParameterizedTest
    @ValueSource(strings = {"outbox", "inbox", "leases"})
    void theTestsRunOnTheDdlThatServicesCopy(String table) throws IOException {
        assertThat(resource("/db/migration/V1__add_support_tables.sql"))
                .contains(resource("/dev/onstage/support/" + table + ".sql"));
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = SupportTablesTest.class.getResourceAsStream(name)) {
            assertThat(file).as(name).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
