package dev.onstage.support.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.support.settings.KeptSecrets.Difference;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeptSecretsTest {

    private static final String PASSWORD = "quarkus.datasource.password";
    private static final String USER = "QUARKUS_DATASOURCE_USERNAME";
    private static final Difference NONE = new Difference(Set.of(), Set.of());

    private final KeptSecrets kept = new KeptSecrets();

    @Test
    void shouldFindASettingByEitherSpellingOfItsFile() {
        kept.take(Map.of(PASSWORD, "p", USER, "u", "onstage.getstream.api-secret", "s"));

        assertThat(kept.find(PASSWORD)).hasValue("p");
        assertThat(kept.find("quarkus.datasource.username")).hasValue("u");
        assertThat(kept.find("onstage.getstream.api-secret")).hasValue("s");
        assertThat(kept.find("quarkus.redis.password")).isEmpty();
    }

    @Test
    void shouldPreferTheNameOfTheSettingToThatOfItsVariableAndThisToTheUsualOne() {
        kept.take(Map.of("STREAM_API_KEY", "usual"));
        assertThat(kept.find("onstage.getstream.api-key")).hasValue("usual");

        kept.take(Map.of("STREAM_API_KEY", "usual", "ONSTAGE_GETSTREAM_API_KEY", "variable"));
        assertThat(kept.find("onstage.getstream.api-key")).hasValue("variable");

        kept.take(Map.of("ONSTAGE_GETSTREAM_API_KEY", "variable", "onstage.getstream.api-key", "setting"));
        assertThat(kept.find("onstage.getstream.api-key")).hasValue("setting");
    }

    @Test
    void shouldPreferAFileThatIsThereToOneThatIsAway() {
        kept.take(Map.of(PASSWORD, "gone", USER, "u"));

        assertThat(kept.take(Map.of("QUARKUS_DATASOURCE_PASSWORD", "there", USER, "u")))
                .isEqualTo(new Difference(Set.of("QUARKUS_DATASOURCE_PASSWORD"), Set.of(PASSWORD)));
        assertThat(kept.find(PASSWORD)).hasValue("there");
        assertThat(kept.take(Map.of(PASSWORD, "back", "QUARKUS_DATASOURCE_PASSWORD", "there", USER, "u")))
                .isEqualTo(new Difference(Set.of(PASSWORD), Set.of()));
        assertThat(kept.find(PASSWORD)).hasValue("back");
    }

    @Test
    void shouldTellThatAnotherSpellingTakesThePlaceOfAFile() {
        kept.take(Map.of("onstage.getstream.api-key", "setting", "STREAM_API_KEY", "usual"));

        assertThat(kept.take(Map.of("STREAM_API_KEY", "usual")))
                .isEqualTo(new Difference(Set.of("STREAM_API_KEY"), Set.of("onstage.getstream.api-key")));
        assertThat(kept.find("onstage.getstream.api-key")).hasValue("usual");

        assertThat(kept.take(Map.of())).isEqualTo(new Difference(Set.of(), Set.of("STREAM_API_KEY")));
        assertThat(kept.find("onstage.getstream.api-key")).as("the last one").hasValue("usual");
    }

    @Test
    void shouldTellWhatHasChanged() {
        assertThat(kept.take(Map.of(PASSWORD, "one", USER, "u")))
                .isEqualTo(new Difference(Set.of(PASSWORD, USER), Set.of()));
        assertThat(kept.take(Map.of(PASSWORD, "one", USER, "u"))).isEqualTo(NONE);
        assertThat(kept.take(Map.of(PASSWORD, "two", USER, "u"))).isEqualTo(new Difference(Set.of(PASSWORD), Set.of()));
        assertThat(kept.find(PASSWORD)).hasValue("two");
    }

    @Test
    void shouldKeepWhatIsAwayAndTellItOnce() {
        kept.take(Map.of(PASSWORD, "one", USER, "u"));

        assertThat(kept.take(Map.of(USER, "u"))).isEqualTo(new Difference(Set.of(), Set.of(PASSWORD)));
        assertThat(kept.find(PASSWORD)).hasValue("one");
        assertThat(kept.take(Map.of(USER, "u"))).isEqualTo(NONE);
        assertThat(kept.take(Map.of(USER, "u", PASSWORD, "one")))
                .as("there again")
                .isEqualTo(NONE);
        assertThat(kept.take(Map.of(USER, "u"))).as("away again").isEqualTo(new Difference(Set.of(), Set.of(PASSWORD)));
    }
}
