package dev.onstage.notifier;

import dev.onstage.events.ChannelChanged;
import dev.onstage.events.EncoderBack;
import dev.onstage.events.EncoderLost;
import dev.onstage.events.EndReason;
import dev.onstage.events.EventType;
import dev.onstage.events.LifecycleEvent;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.SessionEvent;
import dev.onstage.events.SessionSummarised;
import dev.onstage.events.StreamEnded;
import dev.onstage.events.StreamWentLive;
import dev.onstage.support.messaging.EventRecords;
import dev.onstage.testing.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The events of one session of a channel of its own, in the order they happen. */
final class BroadcastScript {
    final UUID sessionId = UUID.randomUUID();
    final String channelId = "c-" + sessionId.toString().substring(0, 8);
    private final Instant startedAt =
            Instant.now().truncatedTo(ChronoUnit.MICROS).minusSeconds(125);
    private final Instant endedAt = startedAt.plusSeconds(120);

    ChannelChanged described() {
        return described(1, "Ray tracer, part 3");
    }

    ChannelChanged described(long seq, String title) {
        return new ChannelChanged(
                channelId, seq, 1, title, "Nova", "broadcaster-x", "livestream:x", "livestream_invite:x", "UTC");
    }

    StreamWentLive wentLive() {
        return wentLive("Ray tracer, part 3");
    }

    StreamWentLive wentLive(String title) {
        return new StreamWentLive(
                channelId, 2, 1, sessionId, title, "Nova", "broadcaster-x", "livestream:x", startedAt);
    }

    /** Another session, a second after the end of this one. */
    StreamWentLive wentLiveAgain(UUID second) {
        return new StreamWentLive(
                channelId,
                10,
                2,
                second,
                "Ray tracer, part 3",
                "Nova",
                "broadcaster-x",
                "livestream:x",
                endedAt.plusSeconds(1));
    }

    StreamEnded endedAgain(UUID second) {
        return new StreamEnded(
                channelId, 11, 2, second, endedAt.plusSeconds(1), endedAt.plusSeconds(3), 2, 0, EndReason.BROADCASTER);
    }

    EncoderLost encoderLost() {
        return new EncoderLost(channelId, 3, 1, sessionId, startedAt.plusSeconds(60), startedAt.plusSeconds(120));
    }

    EncoderBack encoderBack() {
        return new EncoderBack(channelId, 4, 1, sessionId, startedAt.plusSeconds(80));
    }

    StreamEnded ended() {
        return new StreamEnded(channelId, 9, 1, sessionId, startedAt, endedAt, 120, 2, EndReason.BROADCASTER);
    }

    SessionSummarised summarised(long revision, int peak) {
        return new SessionSummarised(
                channelId, sessionId, revision, startedAt, endedAt, 2, peak, 1.5, 4, 3, 7, 2, true, true);
    }

    /** Puts events on their topics; equal arguments make equal records. */
    static void publish(OnstageEvent... events) {
        TestKafka.send(Arrays.stream(events)
                .map(event -> EventRecords.of(
                        UUID.nameUUIDFromBytes(EventRecords.serialise(event)).toString(),
                        Instant.now(),
                        "test",
                        channelOf(event),
                        event))
                .toList());
    }

    /** Puts an event on its topic whose value was changed. */
    static void publish(OnstageEvent event, List<String> changed) {
        EventType type = EventType.of(event);
        TestKafka.send(changed.stream()
                .map(value -> EventRecords.of(
                        UUID.randomUUID().toString(),
                        Instant.now(),
                        "test",
                        type.typeName(),
                        type.topic().topicName(),
                        channelOf(event),
                        value.getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    private static String channelOf(OnstageEvent event) {
        if (event instanceof LifecycleEvent lifecycle) {
            return lifecycle.channelId();
        }
        if (event instanceof SessionEvent session) {
            return session.channelId();
        }
        throw new IllegalArgumentException("Not an event the notifier reads");
    }
}
