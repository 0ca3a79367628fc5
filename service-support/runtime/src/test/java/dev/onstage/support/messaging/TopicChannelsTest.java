package dev.onstage.support.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.events.Topic;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicChannelsTest {

    private static final Path REPOSITORY = Path.of("../..");
    private static final Pattern INCOMING = Pattern.compile("@Incoming\\(\"([^\"]+)\"\\)");

    @Test
    void shouldNameTopicAndGroupOfAChannel() {
        SmallRyeConfig config = channelsOf("notifier");

        assertThat(config.getValue("mp.messaging.incoming.stream-lifecycle-in.topic", String.class))
                .isEqualTo("stream.lifecycle.v1");
        assertThat(config.getValue("mp.messaging.incoming.stream-lifecycle-in.group.id", String.class))
                .isEqualTo("notifier.lifecycle");
        assertThat(config.getOptionalValue("mp.messaging.incoming.provider-chat-in.topic", String.class))
                .as("of another service")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream-control", "webhook-ingest", "analytics", "notifier"})
    void shouldHaveAReaderForEveryGroupAndAGroupForEveryReader(String service) {
        List<String> declared = Arrays.stream(Topic.values())
                .filter(topic -> topic.groups().stream().anyMatch(group -> group.startsWith(service + ".")))
                .map(TopicChannels::channelOf)
                .toList();

        assertThat(declared).isNotEmpty();
        assertThat(readersOf(service)).containsExactlyInAnyOrderElementsOf(declared);
    }

    private static SmallRyeConfig channelsOf(String service) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(Map.of("quarkus.application.name", service), "test", 250))
                .withSources(new TopicChannels())
                .build();
    }

    private static List<String> readersOf(String service) {
        try (Stream<Path> files = Files.walk(REPOSITORY.resolve(service + "-service/src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(TopicChannelsTest::readersIn)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> readersIn(Path file) {
        try {
            return INCOMING.matcher(Files.readString(file)).results().map(found -> found.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
