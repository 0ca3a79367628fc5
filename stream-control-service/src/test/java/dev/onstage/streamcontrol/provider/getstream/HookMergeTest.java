package dev.onstage.streamcontrol.provider.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class HookMergeTest {

    private static final String URL = "https://stage.example.org/api/webhooks/getstream";
    private static final String FOREIGN = """
            {"id":"h-1","hook_type":"sqs","enabled":true,"sqs_queue_url":"https://sqs.example","event_types":[],"x":{"y":1}}""";

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void shouldAddOurHookAndKeepForeignOnesAsTheyAre() throws JsonProcessingException {
        ArrayNode before = hooks("[" + FOREIGN + "]");

        ArrayNode merged = new HookMerge(null, URL).merged(before, List.of());

        assertThat(merged).hasSize(2);
        assertThat(merged.get(0)).isEqualTo(json.readTree(FOREIGN));
        assertThat(merged.get(1).path("webhook_url").asText()).isEqualTo(URL);
        assertThat(merged.get(1).path("enabled").asBoolean()).isTrue();
        assertThat(merged.get(1).path("event_types")).hasSize(HookMerge.EVENT_TYPES.size());
        assertThat(merged.get(1).has("product")).isFalse();
        assertThat(merged.get(1).has("id")).isFalse();
    }

    @Test
    void shouldMoveOurHookToANewAddressByItsId() throws JsonProcessingException {
        ArrayNode before = hooks("""
                [{"id":"ours","hook_type":"webhook","enabled":false,"webhook_url":"https://old.example","product":"chat",
                  "event_types":["message.new"],"created_at":1}]""");
        HookMerge merge = new HookMerge("ours", URL);

        ArrayNode merged = merge.merged(before, List.of());

        assertThat(merged).hasSize(1);
        assertThat(merged.get(0).path("id").asText()).isEqualTo("ours");
        assertThat(merged.get(0).path("webhook_url").asText()).isEqualTo(URL);
        assertThat(merged.get(0).has("product")).isFalse();
        assertThat(merge.isRegistered(merged)).isTrue();
    }

    @Test
    void shouldFindOurHookByItsAddressWhenTheIdIsUnknown() throws JsonProcessingException {
        ArrayNode before = hooks("[{\"id\":\"x\",\"hook_type\":\"webhook\",\"webhook_url\":\"" + URL + "\"}]");

        assertThat(new HookMerge("lost", URL).merged(before, List.of())).hasSize(1);
    }

    @Test
    void shouldBeContentWithTheReadBackOfWhatItWrote() throws JsonProcessingException {
        HookMerge merge = new HookMerge("ours", URL);
        ArrayNode written = merge.merged(hooks("[" + FOREIGN + "]"), List.of());
        ArrayNode readBack = hooks(written.toString()
                .replace("\"hook_type\":\"webhook\"", "\"id\":\"ours\",\"product\":null,\"hook_type\":\"webhook\""));

        assertThat(merge.isRegistered(readBack)).isTrue();
    }

    @Test
    void shouldPutBackAForeignHookThatOurWriteLost() throws JsonProcessingException {
        HookMerge merge = new HookMerge("ours", URL);
        ArrayNode before = hooks("[" + FOREIGN + "]");
        ArrayNode after = hooks("[]");

        var missing = merge.missing(before, after);
        ArrayNode merged = merge.merged(after, missing);

        assertThat(missing).hasSize(1);
        assertThat(merged).hasSize(2);
        assertThat(merged.get(0).has("id")).isFalse();
        assertThat(merged.get(0).path("x").path("y").asInt()).isEqualTo(1);
    }

    @Test
    void shouldNotMissOurOwnHook() throws JsonProcessingException {
        ArrayNode before = hooks("[{\"id\":\"ours\",\"webhook_url\":\"" + URL + "\"}]");

        assertThat(new HookMerge("ours", URL).missing(before, hooks("[]"))).isEmpty();
    }

    private ArrayNode hooks(String text) throws JsonProcessingException {
        return (ArrayNode) json.readTree(text);
    }
}
