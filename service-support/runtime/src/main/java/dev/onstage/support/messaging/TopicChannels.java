package dev.onstage.support.messaging;

import dev.onstage.events.Topic;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * What the incoming channels of a service read, from the declaration of the topics: the topic and the consumer group. A channel
 * is called like its topic, {@code provider-call-in} for {@code provider.call.v1}; a group begins with the name of its service.
 * What all channels have in common stands in {@code microprofile-config.properties}.
 */
public final class TopicChannels implements ConfigSourceFactory {

    private static final String SERVICE = "quarkus.application.name";
    private static final String CHANNEL = "mp.messaging.incoming.";

    /** Below every file, so that each of them can say otherwise. */
    private static final int ORDINAL = 90;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue service = context.getValue(SERVICE);
        return service == null || service.getValue() == null ? List.of() : List.of(source(service.getValue()));
    }

    private static ConfigSource source(String service) {
        Map<String, String> settings = new HashMap<>();
        for (Topic topic : Topic.values()) {
            for (String group : topic.groups()) {
                if (group.startsWith(service + ".")) {
                    settings.put(CHANNEL + channelOf(topic) + ".topic", topic.topicName());
                    settings.put(CHANNEL + channelOf(topic) + ".group.id", group);
                }
            }
        }
        return new PropertiesConfigSource(settings, "the declaration of the topics", ORDINAL);
    }

    /** The topic that a channel reads, empty for a channel that is called otherwise. */
    public static Optional<Topic> topicOf(String channel) {
        return Stream.of(Topic.values())
                .filter(topic -> channelOf(topic).equals(channel))
                .findFirst();
    }

    /** The channel that reads the topic. */
    static String channelOf(Topic topic) {
        String withoutVersion = topic.topicName().replaceFirst("\\.v\\d+$", "");
        return withoutVersion.replace('.', '-') + "-in";
    }
}
