package dev.onstage.support.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableJsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"{\"delivery\":\"BEARER\"}", "{\"delivery\":[]}", "{\"delivery\":\"x\"}"})
    void shouldNameTheTextsThatAChoiceIsReadFrom(String json) {
        ObjectMapper mapper = new ObjectMapper();
        JsonProcessingException malformed =
                assertThrows(JsonProcessingException.class, () -> mapper.readValue(json, Body.class));

        assertThat(UnreadableJson.problem(malformed).detail())
                .isEqualTo("The field delivery must be one of cookies, bearer, UNNAMED, EMPTY.");
    }

    record Body(Delivery delivery) {}

    private enum Delivery {
        @JsonProperty("cookies")
        COOKIES,
        @JsonProperty("bearer")
        BEARER,
        UNNAMED,
        @JsonProperty
        EMPTY
    }
}
