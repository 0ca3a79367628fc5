package dev.onstage.support.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaConnectionTest {

    private static final String MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule required ";

    @Test
    void shouldTakeWhatTheSettingSaysBeforeWhatItsVariableSays() {
        var config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(Map.of("kafka.sasl.mechanism", "PLAIN"), "file", 310))
                .withSources(new PropertiesConfigSource(
                        Map.of("KAFKA_SASL_MECHANISM", "GSSAPI", "KAFKA_SECURITY_PROTOCOL", "SASL_SSL"),
                        "variables",
                        300))
                .build();

        assertThat(KafkaConnection.of(config))
                .containsEntry("sasl.mechanism", "PLAIN")
                .containsEntry("security.protocol", "SASL_SSL");
    }

    @Test
    void shouldKnowALoginThatKafkaCanRead() {
        assertThat(KafkaConnection.hasUsableLogin(Map.of())).isTrue();
        assertThat(KafkaConnection.hasUsableLogin(
                        Map.of("sasl.jaas.config", MODULE + "username=\"a\" password=\"b \\\" c\";")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                MODULE + "username=\"a\" password=\"s3\"cret\";",
                MODULE + "username=\"a\" password=\"secret\"",
            })
    void shouldKnowALoginThatKafkaCannotRead(String login) {
        assertThat(KafkaConnection.hasUsableLogin(Map.of("sasl.jaas.config", login)))
                .isFalse();
    }
}
