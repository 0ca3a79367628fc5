package dev.onstage.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.junit.jupiter.api.Test;

class TopicsCommandTest {

    private final StringWriter said = new StringWriter();

    @Test
    void shouldSayWhichSettingCannotBeUsedWithoutAskingKafka() {
        int exitCode = run(
                "check",
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        "127.0.0.1:1",
                        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                        "SSL",
                        SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
                        "/no/such/truststore",
                        SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG,
                        "s3cret"));

        assertThat(exitCode).isEqualTo(TopicsCommand.WRONG_SETTING);
        assertThat(said.toString())
                .contains("/no/such/truststore")
                .doesNotContain("s3cret", "refused or did not answer");
    }

    @Test
    void shouldTakeHostsThatNobodyKnowsForAway() {
        int exitCode = run("check", Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "nobody.invalid:9092"));

        assertThat(exitCode).isEqualTo(TopicsCommand.UNAVAILABLE);
        assertThat(said.toString()).contains("No host in kafka.bootstrap.servers is known here");
    }

    @Test
    void shouldSayNothingOfAPasswordThatIsQuotedWrongly() {
        int exitCode = run(
                "check",
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        "127.0.0.1:1",
                        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                        "SASL_PLAINTEXT",
                        SaslConfigs.SASL_MECHANISM,
                        "PLAIN",
                        SaslConfigs.SASL_JAAS_CONFIG,
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\""
                                + " password=\"s3\"cret\";"));

        assertThat(exitCode).isEqualTo(TopicsCommand.WRONG_SETTING);
        assertThat(said.toString()).contains("kafka.sasl.jaas.config").doesNotContain("s3", "cret");
    }

    @Test
    void shouldKnowNoOtherVerb() {
        assertThat(run("delete", Map.of())).isEqualTo(TopicsCommand.WRONG_USE);
        assertThat(said.toString()).contains("topics print", "topics check", "topics create");
    }

    private int run(String verb, Map<String, Object> connection) {
        var out = new PrintWriter(said);
        return new TopicsCommand(connection, 1, out, out).run(verb);
    }
}
