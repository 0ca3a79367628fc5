package dev.onstage.simulator.getstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CANDIDATE = """
            {"id":"a","n":5,"live":true,"gone":null,"members":["x","y"],"custom":{"title":"T"},
             "at":1795338632846020110}""";

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|true",
                "{\"id\":\"a\"}|true",
                "{\"id\":\"b\"}|false",
                "{\"id\":{\"$eq\":\"a\"}}|true",
                "{\"id\":{\"$ne\":\"a\"}}|false",
                "{\"id\":{\"$in\":[\"b\",\"a\"]}}|true",
                "{\"id\":{\"$nin\":[\"a\"]}}|false",
                "{\"n\":{\"$gt\":4,\"$lte\":5}}|true",
                "{\"n\":{\"$lt\":5}}|false",
                "{\"n\":{\"$gte\":6}}|false",
                "{\"live\":true}|true",
                "{\"live\":false}|false",
                "{\"gone\":{\"$exists\":false}}|true",
                "{\"gone\":null}|true",
                "{\"none\":{\"$exists\":true}}|false",
                "{\"none\":{\"$gt\":1}}|false",
                "{\"members\":\"x\"}|true",
                "{\"members\":{\"$in\":[\"z\",\"y\"]}}|true",
                "{\"members\":{\"$in\":[\"z\"]}}|false",
                "{\"custom.title\":\"T\"}|true",
                "{\"$or\":[{\"id\":\"b\"},{\"n\":5}]}|true",
                "{\"$and\":[{\"id\":\"a\"},{\"n\":6}]}|false",
                "{\"at\":{\"$gt\":\"2026-11-22T00:00:00Z\"}}|true",
                "{\"at\":{\"$lt\":\"2026-11-22T00:00:00Z\"}}|false"
            })
    void decides(String conditions, boolean expected) throws JsonProcessingException {
        assertThat(Filter.of(JSON.readTree(conditions)).test(JSON.readTree(CANDIDATE)))
                .isEqualTo(expected);
    }

    @Test
    void refusesWhatItDoesNotKnow() throws JsonProcessingException {
        JsonNode unknown = JSON.readTree("{\"id\":{\"$like\":\"a\"}}");
        JsonNode candidate = JSON.readTree(CANDIDATE);

        assertThatThrownBy(() -> Filter.of(unknown).test(candidate))
                .isInstanceOf(ApiError.class)
                .hasMessageContaining("$like");
        assertThatThrownBy(() -> Filter.of(JSON.readTree("[]"))).isInstanceOf(ApiError.class);
    }

    @Test
    void nothingMeansEverything() throws JsonProcessingException {
        assertThat(Filter.of(null).test(JSON.readTree(CANDIDATE))).isTrue();
    }
}
