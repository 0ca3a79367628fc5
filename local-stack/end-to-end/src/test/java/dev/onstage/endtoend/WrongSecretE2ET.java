package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.localstack.client.ChannelApi;
import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.topology.ServiceKind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The API secret was mistyped. What a refusal of it becomes, stream-control's own tests see in every run. */
@AloneOnStack
@EnabledIfSystemProperty(named = Nightly.PROPERTY, matches = "true")
class WrongSecretE2ET {

    /** A copy that just started on a busy machine may have to ask again for the keys that tokens are checked with. */
    private static final int NO_KEYS_YET = 503;

    @Test
    void shouldNameTheSecretAndNeverShowIt(StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.created(stack, "wrong-secret");
        String wrong = "a-secret-with-a-typing-mistake";
        ServiceInstance mistyped =
                stack.stack().startAnother(ServiceKind.STREAM_CONTROL, Map.of("STREAM_API_SECRET", wrong));
        try {
            // When
            ChannelApi channel = stack.operator().at(mistyped.url()).channel("wrong-secret");
            HttpAnswer refused = await().atMost(Scenario.PATIENCE)
                    .until(channel::provision, answer -> answer.status() != NO_KEYS_YET);

            // Then
            RefusalsE2ET.assertProblem(refused, 502, "provider-refused");
            assertThat(refused.body().path("fix").asText()).contains("STREAM_API_SECRET");
            assertThat(refused.body().toString()).doesNotContain(wrong);
            assertThat(mistyped.lastLogLines(2000)).doesNotContain(wrong);
            assertThat(scenario.channel().state()).isEqualTo("UNPROVISIONED");
        } finally {
            stack.stack().remove(mistyped);
        }
        scenario.channel().provision().orThrow();
    }
}
