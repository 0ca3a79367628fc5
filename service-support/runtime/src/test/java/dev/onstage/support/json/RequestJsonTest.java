package dev.onstage.support.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestJsonTest {

    private static final ObjectMapper STRICT = RequestJson.strict(new ObjectMapper());

    private record Flags(boolean dryRun, boolean inline) {}

    /** "dryRun": null is not a wish to do it for real. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"dryRun\":null}", "{\"inline\":null}", "{\"dryRun\":true,\"inline\":null}"})
    void shouldNotTakeNothingForNo(String json) {
        assertThatThrownBy(() -> STRICT.readValue(json, Flags.class)).isInstanceOf(MismatchedInputException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "1.0", "\"true\"", "\"\"", "[]", "[true]", "{}"})
    void shouldTakeOnlyFlagsForFlags(String value) {
        assertThatThrownBy(() -> STRICT.readValue("{\"dryRun\":" + value + "}", Flags.class))
                .isInstanceOf(MismatchedInputException.class);
    }

    @Test
    void shouldTakeWhatIsLeftOutForItsDefault() throws JsonProcessingException {
        assertThat(STRICT.readValue("{}", Flags.class)).isEqualTo(new Flags(false, false));
        assertThat(STRICT.readValue("{\"dryRun\":true}", Flags.class)).isEqualTo(new Flags(true, false));
    }
}
