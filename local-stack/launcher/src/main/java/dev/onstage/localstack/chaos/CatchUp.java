package dev.onstage.localstack.chaos;

import dev.onstage.events.Topic;
import dev.onstage.localstack.client.KafkaApi;
import dev.onstage.localstack.story.Polling;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** Waits until everybody has read what was written. */
final class CatchUp {

    static final Duration WITHIN = Duration.ofMinutes(10);

    private CatchUp() {}

    /** Returns when each group has read all of its topics; tells of each that has. */
    static void await(KafkaApi kafka, List<Topic> topics, BiConsumer<String, String> told) {
        for (Topic topic : topics) {
            for (String group : topic.groups()) {
                Polling.until(
                        group + " has read " + topic.topicName(),
                        WITHIN,
                        () -> kafka.lag(topic, group),
                        lag -> lag == 0);
                told.accept(group, "has read everything");
            }
        }
    }
}
