package dev.onstage.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopicTest {

    @Test
    void shouldGiveEveryConsumerGroupOneTopicOnly() {
        Stream<String> groups = Stream.of(Topic.values()).flatMap(topic -> topic.groups().stream());

        assertThat(groups).doesNotHaveDuplicates();
    }

    @Test
    void shouldNameDeadLetterTopicsAfterTopicAndGroup() {
        assertThat(Topic.STREAM_LIFECYCLE.deadLetterTopicNames())
                .containsExactly(
                        "stream.lifecycle.v1.analytics.lifecycle.dlq", "stream.lifecycle.v1.notifier.lifecycle.dlq");
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void shouldBeDocumentedWithItsPartitions(Topic topic) throws IOException {
        String documentation = Files.readString(Path.of("..", "docs", "topics.md"));

        assertThat(documentation.lines())
                .anyMatch(line -> line.startsWith("| `" + topic.topicName() + "` |")
                        && line.contains("| " + topic.partitions() + " |")
                        && topic.groups().stream().allMatch(line::contains));
    }
}
