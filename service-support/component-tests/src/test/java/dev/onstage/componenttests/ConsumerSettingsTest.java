package dev.onstage.componenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.junit.jupiter.api.Test;

/** What the connector has made of the settings that every channel of every service gets from here. */
@QuarkusTest
@WithTestResource(StackResource.class)
class ConsumerSettingsTest {

    @Inject
    KafkaClientService clients;

    @Test
    void shouldBeTheSameForEveryChannel() {
        assertThat(clients.getConsumerChannels()).isNotEmpty().allSatisfy(channel -> {
            Map<String, ?> settings =
                    Objects.requireNonNull(clients.getConsumer(channel)).configuration();
            assertThat(settings.get(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG))
                    .as("no consumer makes a topic")
                    .hasToString("false");
            assertThat(settings.get(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG))
                    .as("a copy that comes or goes stops nobody who keeps its partitions")
                    .hasToString(CooperativeStickyAssignor.class.getName());
            assertThat(settings.get(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG)).hasToString("earliest");
            assertThat(settings.get(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG)).hasToString("false");
        });
    }
}
