package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.topology.ServiceKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The API secret was mistyped. */
@AloneOnStack("two-copies")
class WrongSecretE2ET {

    @Test
    void shouldNameTheSecretAndNeverShowIt(StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.created(stack, "wrong-secret");
        String wrong = "a-secret-with-a-typing-mistake";
        ServiceInstance mistyped =
                stack.stack().startAnother(ServiceKind.STREAM_CONTROL, Map.of("STREAM_API_SECRET", wrong));
        try {
            // When
            HttpAnswer refused =
                    stack.operator().at(mistyped.url()).channel("wrong-secret").provision();

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
