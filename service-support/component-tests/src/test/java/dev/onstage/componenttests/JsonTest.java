package dev.onstage.componenttests;

import static dev.onstage.testing.Json.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.onstage.testing.Json;
import dev.onstage.testing.ServiceArchitecture;
import java.util.List;
import org.hamcrest.Matcher;
import org.hamcrest.StringDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final String DOCUMENT =
            "{\"name\":\"Nova\",\"epoch\":3,\"large\":4000000000,\"share\":0.5,\"live\":true,"
                    + "\"nothing\":null,\"none\":[],\"by-kind\":{\"a b\":1,\"c\":2},\"sessions\":["
                    + "{\"form\":\"LIVE\",\"state\":\"SENT\",\"totals\":{\"count\":2},\"attempts\":[{\"n\":1},{\"n\":2}]},"
                    + "{\"form\":\"ENDED\",\"totals\":{\"count\":1},\"attempts\":[]}]}";

    @Test
    void shouldReadWhatIsThere() {
        Json json = Json.of(DOCUMENT);

        assertThat(json.getString("name")).isEqualTo("Nova");
        assertThat(json.getInt("epoch")).isEqualTo(3);
        assertThat(json.getLong("epoch")).isEqualTo(3L);
        assertThat(json.getLong("large")).isEqualTo(4_000_000_000L);
        assertThat(json.get("share")).isEqualTo(0.5);
        assertThat(json.getBoolean("live")).isTrue();
        assertThat(json.getMap("by-kind")).containsOnlyKeys("a b", "c").containsEntry("c", 2);
        assertThat(json.getInt("by-kind['a b']")).isEqualTo(1);
        assertThat(json.getList("sessions[*].form")).containsExactly("LIVE", "ENDED");
        assertThat(json.getList("sessions[0].attempts[*].n", Integer.class)).containsExactly(1, 2);
        assertThat(json.getString("sessions[-1].form")).isEqualTo("ENDED");
        assertThat(json.getList("sessions[?(@.form == 'LIVE')].state")).containsExactly("SENT");
        assertThat(json.within("sessions[0]").getString("state")).isEqualTo("SENT");
    }

    @Test
    void shouldReadADocumentThatIsAList() {
        Json json = Json.of("[{\"kind\":\"a\"},{\"kind\":\"b\"}]");

        assertThat(json.getString("[1].kind")).isEqualTo("b");
        assertThat(json.getList("[*].kind")).containsExactly("a", "b");
        assertThat(json.getList("$")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing",
                "absent",
                "absent.name",
                "nothing.name",
                "none[0]",
                "none[0].name",
                "sessions[2].form",
                "name.x"
            })
    void shouldTakeWhatIsNotThereForNull(String path) {
        assertThat(Json.of(DOCUMENT).get(path)).isNull();
        assertThat(at(path, nullValue()).matches(DOCUMENT)).isTrue();
        assertThat(at(path, not(nullValue())).matches(DOCUMENT)).isFalse();
    }

    @Test
    void shouldLeaveNoElementOutThatLacksAName() {
        assertThat(Json.of(DOCUMENT).getList("sessions[*].state")).containsExactly("SENT", null);
        assertThat(Json.of("{\"days\":[{\"totals\":{\"count\":2}},{},{\"totals\":{\"count\":1}}]}")
                        .get("days[*].totals.count"))
                .isNull();
        assertThat(Json.of(DOCUMENT).get("absent[*].name")).isNull();
    }

    @Test
    void shouldRefuseAnotherTypeThanAskedFor() {
        Json json = Json.of(DOCUMENT);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> json.getString("epoch"))
                .withMessage("At epoch is not a String but 3, in " + DOCUMENT);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> json.getString("nothing"));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> json.getInt("large"));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> json.getLong("share"));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> json.getBoolean("name"));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> json.getList("absent"));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> json.getList("sessions[*].form", Integer.class));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> json.getMap("sessions"));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> json.within("name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "<html></html>", "{} {}"})
    void shouldRefuseWhatIsNoJson(String document) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Json.of(document))
                .withMessage("This is no JSON: " + document);
        assertThat(at("name", nullValue()).matches(document)).isFalse();
    }

    @Test
    void shouldMatchAtAPath() {
        List<Matcher<String>> matching = List.of(
                at("name", equalTo("Nova")),
                at("none", empty()),
                at("sessions", hasSize(2)),
                at("sessions[*].totals.count", contains(2, 1)),
                at("by-kind.keys()", containsInAnyOrder("a b", "c")));

        assertThat(matching).allMatch(matcher -> matcher.matches(DOCUMENT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name   | at name \"Eve\"   | at name was \"Nova\", in ",
                "absent | at absent \"Eve\" | at absent was null, in "
            })
    void shouldSayWhatWasThereInstead(String path, String wanted, String found) {
        Matcher<String> matcher = at(path, equalTo("Eve"));
        StringDescription mismatch = new StringDescription();

        assertThat(matcher.matches(DOCUMENT)).isFalse();
        assertThat(StringDescription.toString(matcher)).isEqualTo(wanted);
        matcher.describeMismatch(DOCUMENT, mismatch);
        assertThat(mismatch).hasToString(found + " " + DOCUMENT);
    }

    @Test
    void shouldBeTheOnlyWayToReadJsonHere() {
        ServiceArchitecture.testsReadJsonWithoutScripts();
    }
}
