package dev.onstage.support.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

class ConsumerMembershipTest {
    private static final Config NO_CHANNEL = ConfigProvider.getConfig();

    @Test
    void shouldGiveAConsumerTheNameOfItsInstance() {
        var membership = new ConsumerMembership(Optional.of("analytics-1"));

        assertThat(membership.customize("presence", NO_CHANNEL, Map.of("group.id", "analytics.presence")))
                .containsEntry("group.instance.id", "analytics-1")
                .containsEntry("session.timeout.ms", 10_000)
                .containsEntry("group.id", "analytics.presence");
    }

    @Test
    void shouldLeaveAnInstanceWithoutANameAnOrdinaryMember() {
        var membership = new ConsumerMembership(Optional.empty());

        assertThat(membership.customize("presence", NO_CHANNEL, Map.of("group.id", "analytics.presence")))
                .doesNotContainKey("group.instance.id")
                .containsEntry("session.timeout.ms", 10_000);
    }

    @Test
    void shouldLeaveProducersAlone() {
        var membership = new ConsumerMembership(Optional.of("analytics-1"));

        assertThat(membership.customize("dlq", NO_CHANNEL, Map.of("acks", "all")))
                .isEqualTo(Map.of("acks", "all"));
    }

    @Test
    void shouldKeepWhatTheChannelSays() {
        var membership = new ConsumerMembership(Optional.of("analytics-1"));

        assertThat(membership.customize("x", NO_CHANNEL, Map.of("group.id", "g", "session.timeout.ms", "6000")))
                .containsEntry("session.timeout.ms", "6000");
    }
}
