package dev.onstage.localstack.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeletedWebhookTest {

    private static final Instant DELETED_AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final Attempt SEEN = attempt("REFUSED", 404);
    private static final Attempt UNSEEN = attempt("UNKNOWN", null);

    private final DeletedWebhook webhook =
            new DeletedWebhook(new ChaosDestination("channel", "place", "123", AtEnd.EDIT, OnUnknown.NEVER));

    @BeforeEach
    void delete() {
        webhook.deleted(DELETED_AT);
    }

    @Test
    void shouldAcceptOneNotFoundAsTheLastCall() {
        assertThat(webhook.broken(calls(200, 429, 500, 404), List.of(SEEN), true))
                .isEmpty();
    }

    @Test
    void shouldAcceptOneMoreThatDiedWithTheNotifier() {
        assertThat(webhook.broken(calls(404, 429, 404), List.of(UNSEEN, SEEN), true))
                .isEmpty();
    }

    @Test
    void shouldTellOfAnyCallAfterIt() {
        assertThat(webhook.broken(calls(404, 429), List.of(SEEN), true))
                .singleElement()
                .asString()
                .contains("called after the 404");
        assertThat(webhook.broken(calls(404, 404), List.of(SEEN), true))
                .singleElement()
                .asString()
                .contains("only 0 may be unseen");
        assertThat(webhook.broken(calls(404, 404), List.of(SEEN, SEEN), true)).hasSize(2);
    }

    @Test
    void shouldTellThatItWasNeverNoticed() {
        assertThat(webhook.broken(calls(200), List.of(), false)).hasSize(3);
    }

    private static Attempt attempt(String outcome, @Nullable Integer status) {
        return new Attempt("POST_LIVE", outcome, status, DELETED_AT.plusSeconds(1));
    }

    private static List<JsonNode> calls(int... statuses) {
        return IntStream.of(statuses)
                .<JsonNode>mapToObj(
                        status -> new ObjectMapper().createObjectNode().put("status", status))
                .toList();
    }
}
