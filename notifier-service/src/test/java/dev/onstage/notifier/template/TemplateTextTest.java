package dev.onstage.notifier.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.notifier.template.TemplateText.Filled;
import java.util.EnumMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TemplateTextTest {
    private static final Map<Variable, String> VALUES =
            new EnumMap<>(Map.of(Variable.TITLE, "Ray tracer", Variable.BROADCASTER, "Nova"));

    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "no variable, no variable, true",
        "{broadcaster}: {title}, Nova: Ray tracer, true",
        "{title}{title}, Ray tracerRay tracer, true",
        "\\{title} {title}, {title} Ray tracer, true",
        "{duration}, '', false",
        "{title} took {duration}., Ray tracer took ., false",
        "an open { brace, an open { brace, true",
        "a closed } brace, a closed } brace, true"
    })
    void shouldFillIn(String template, String expected, boolean complete) {
        assertThat(TemplateText.fill(template, VALUES)).isEqualTo(new Filled(expected, complete));
    }

    @ParameterizedTest
    @EnumSource(Variable.class)
    void shouldKnowEveryVariableByItsName(Variable variable) {
        assertThat(TemplateText.unknownNames("{" + variable.text() + "}")).isEmpty();
        assertThat(TemplateText.fill("<{" + variable.text() + "}>", Map.of(variable, "x")))
                .isEqualTo(new Filled("<x>", true));
    }

    @Test
    void shouldNameWhatIsNoVariable() {
        assertThat(TemplateText.unknownNames("{titel} by {broadcaster}, {Title}, \\{no}"))
                .containsExactly("titel", "Title");
    }

    /** What a stream is called is text: it names no variable, whatever it looks like. */
    @Property
    void shouldPutValuesInAsTheyAre(@ForAll("values") String title, @ForAll("values") String broadcaster) {
        Map<Variable, String> values = Map.of(Variable.TITLE, title, Variable.BROADCASTER, broadcaster);

        assertThat(TemplateText.fill("[{title}{broadcaster}]", values))
                .isEqualTo(new Filled("[" + title + broadcaster + "]", true));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(
                        "{title}", "{{", "}", "{broadcaster}", "${title}", "$", "\\", ":-x", "Nova", "\uD83D\uDE80", "")
                .list()
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
    }
}
