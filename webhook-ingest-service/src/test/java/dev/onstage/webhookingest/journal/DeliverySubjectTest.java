package dev.onstage.webhookingest.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.webhookingest.SignedDeliveries;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliverySubjectTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{\"call_cid\":\"livestream:main\"}| livestream:main| -| main",
                "{\"call_cid\":\"livestream:main_3\"}| livestream:main_3| -| main",
                "{\"call_cid\":\"default:main\"}| default:main| -| -",
                "{\"call\":{\"team\":{\"cid\":\"x\"},\"cid\":\"livestream:a\"}}| livestream:a| -| a",
                "{\"members\":[{\"cid\":\"x\"}],\"call\":{\"cid\":\"livestream:a\"}}| livestream:a| -| a",
                "{\"call\":{\"cid\":\"livestream:a\"},\"call_cid\":\"livestream:b\"}| livestream:b| -| b",
                "{\"cid\":\"livestream_invite:main\"}| -| livestream_invite:main| main",
                "{\"cid\":\"messaging:main\"}| -| messaging:main| -",
                "{\"channel_type\":\"livestream_invite\",\"channel_id\":\"b\"}| -| livestream_invite:b| b",
                "{\"message\":{\"user\":{\"cid\":\"x\"},\"cid\":\"livestream_invite:c\"}}| -| livestream_invite:c| c",
                "{\"cid\":null,\"message\":{\"cid\":\"livestream_invite:c\"}}| -| livestream_invite:c| c",
                "{\"call_cid\":\"livestream:main\",\"created_at\":| livestream:main| -| main",
                "{\"call\":{\"cid\":\"livestream:main\",| -| -| -",
                "{\"call_cid\":{\"cid\":\"x\"},\"call\":[1],\"message\":7,\"cid\":\"livestream_invite:d\"}"
                        + "| -| livestream_invite:d| d",
                "{\"call_cid\":\"livestream:\\u0000main\",\"cid\":\"livestream_invite:\\ud800\"}| -| -| -",
                "{\"user\":{\"id\":\"u\"}}| -| -| -"
            })
    void shouldFindWhomItIsAbout(String body, String callCid, String chatChannelCid, String channelId) {
        DeliverySubject subject = DeliverySubject.of(body.getBytes(StandardCharsets.UTF_8), false);

        assertThat(subject).isEqualTo(new DeliverySubject(callCid, chatChannelCid));
        assertThat(subject.channelId()).isEqualTo(channelId);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "call.live_started",
                "call.session_participant_joined",
                "call.session_participant_count_updated",
                "call.deleted",
                "ingress.error",
                "message.new",
                "message.new-sparse",
                "message.deleted",
                "message.undeleted",
                "user.banned"
            })
    void shouldFindItInEveryExample(String example) {
        byte[] body = SignedDeliveries.example(example);

        DeliverySubject subject = DeliverySubject.of(body, false);

        assertThat(subject.callCid() == null).isNotEqualTo(subject.chatChannelCid() == null);
        assertThat(DeliverySubject.of(SignedDeliveries.gzip(body), true)).isEqualTo(subject);
    }

    @Test
    void shouldNotMindNoise() {
        assertThat(DeliverySubject.of(new byte[] {0, 1, 2, (byte) 0xff}, false))
                .isEqualTo(new DeliverySubject(null, null));
        assertThat(DeliverySubject.of(new byte[] {0x1f, (byte) 0x8b, 1}, true))
                .isEqualTo(new DeliverySubject(null, null));
        assertThat(DeliverySubject.of(new byte[0], false)).isEqualTo(new DeliverySubject(null, null));
    }
}
