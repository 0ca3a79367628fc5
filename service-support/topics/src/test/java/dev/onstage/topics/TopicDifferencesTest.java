package dev.onstage.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.topics.TopicDifferences.Found;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicDifferencesTest {

    private static final Map<String, String> CONFIGURATION = Map.of(
            "retention.ms", "86400000",
            "retention.bytes", "1000",
            "max.message.bytes", "3145728",
            "min.insync.replicas", "2",
            "cleanup.policy", "delete");
    private static final DeclaredTopic TOPIC = new DeclaredTopic("a", 6, CONFIGURATION);

    @Test
    void shouldNameEveryTopicThatIsMissing() {
        assertThat(TopicDifferences.between(DeclaredTopic.all(3), Map.of(), 3))
                .hasSameSizeAs(DeclaredTopic.all(3))
                .allMatch(sentence -> sentence.endsWith(" is missing."));
    }

    @ParameterizedTest
    @CsvSource({
        "retention.ms, 86400000, true",
        "retention.ms, 86400001, true",
        "retention.ms, -1, true",
        "retention.ms, 86399999, false",
        "retention.bytes, -1, true",
        "retention.bytes, 1001, true",
        "retention.bytes, 999, false",
        "max.message.bytes, 4000000, true",
        "max.message.bytes, 1048588, false",
        "min.insync.replicas, 3, true",
        "min.insync.replicas, 1, false",
        "cleanup.policy, compact, false",
        "cleanup.policy, 'compact,delete', false",
    })
    void shouldTellWhatIsLessThanDeclaredAndNotWhatIsMore(String name, String value, boolean enough) {
        Map<String, String> configuration = new HashMap<>(CONFIGURATION);
        configuration.put(name, value);

        List<String> differences = differences(new Found(6, 3, configuration));

        if (enough) {
            assertThat(differences).isEmpty();
        } else {
            assertThat(differences)
                    .containsExactly("a has " + name + "=" + value + " instead of " + CONFIGURATION.get(name) + ".");
        }
    }

    @Test
    void shouldTellOfABoundWhereNoneIsDeclared() {
        DeclaredTopic unbounded = new DeclaredTopic("a", 6, Map.of("retention.bytes", "-1"));

        assertThat(TopicDifferences.between(
                        List.of(unbounded), Map.of("a", new Found(6, 3, Map.of("retention.bytes", "1000"))), 3))
                .containsExactly("a has retention.bytes=1000 instead of -1.");
    }

    @ParameterizedTest
    @CsvSource({"6, 3, 0", "7, 4, 0", "5, 3, 1", "6, 2, 1", "1, 1, 2"})
    void shouldCountPartitionsAndReplicas(int partitions, int replicas, int differences) {
        assertThat(differences(new Found(partitions, replicas, CONFIGURATION))).hasSize(differences);
    }

    private static List<String> differences(Found found) {
        return TopicDifferences.between(List.of(TOPIC), Map.of("a", found), 3);
    }
}
