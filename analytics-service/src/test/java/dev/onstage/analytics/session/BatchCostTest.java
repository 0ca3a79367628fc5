package dev.onstage.analytics.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.analytics.Broadcast;
import dev.onstage.events.ObservationSource;
import dev.onstage.events.OnstageEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a batch costs and what it leaves behind does not depend on its size. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchCostTest {

    /** Fewer would mean that nothing is counted: even chat needs three. */
    private static final int AT_LEAST = 3;

    private static final int AT_MOST = 6;
    /** A whole hour, since events on both sides of midnight cost the partitions of two days. */
    private final Instant hourAgo = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);

    private AnalyticsFixture fixture;

    @BeforeAll
    void start() {
        fixture = new AnalyticsFixture("batch_cost");
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void shouldSpendAtMostSixStatementsOnAnyBatchOfPresence() {
        Broadcast closed = closedSession("presence-cost");
        List<OnstageEvent> events = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Broadcast broadcast = i % 2 == 0 ? closed : Broadcast.of("presence-cost-" + i, hourAgo);
            events.add(broadcast.joined("s" + i, "u" + i, i % 60, ObservationSource.WEBHOOK));
            events.add(broadcast.left("s" + i, "u" + i, i % 60, 60, ObservationSource.RECONCILE));
            events.add(broadcast.counted(i, i, 0));
        }

        assertThat(statementsFor(events)).isBetween(AT_LEAST, AT_MOST);
        fixture.summariseDue();
        assertThat(fixture.session(closed.sessionId()).figures().uniqueViewers())
                .isEqualTo(1_000);
    }

    @Test
    void shouldSpendAtMostSixStatementsOnAnyBatchOfChat() {
        Broadcast closed = closedSession("chat-cost");
        List<OnstageEvent> events = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            events.add(closed.posted("m" + i, "u" + i % 10, i % 60));
            if (i % 2 == 0) {
                events.add(closed.deleted("m" + i, null, i % 60, 70));
            }
        }

        assertThat(statementsFor(events)).isBetween(AT_LEAST, AT_MOST);
        fixture.summariseDue();
        assertThat(fixture.session(closed.sessionId()).figures().chatMessages()).isEqualTo(1_000);
    }

    @Test
    void shouldSpendAtMostSixStatementsOnAnyBatchOfDecisions() {
        List<OnstageEvent> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Broadcast broadcast = Broadcast.of("decision-cost-" + i, hourAgo);
            events.addAll(List.of(
                    broadcast.channelChanged(1),
                    broadcast.wentLive(2),
                    broadcast.encoderLost(3, 10),
                    broadcast.encoderBack(4, 20),
                    broadcast.encoderLost(5, 30),
                    broadcast.ended(6, 60)));
        }

        assertThat(statementsFor(events)).isBetween(AT_LEAST, AT_MOST);
        assertThat(fixture.count("SELECT count(*) FROM stream_sessions WHERE channel_id LIKE 'decision-cost-%'"
                        + " AND ended_at IS NOT NULL"))
                .isEqualTo(300);
    }

    @Test
    void shouldSweepWhatBelongsToNobodyAndKeepTheRest() {
        Broadcast known = closedSession("sweep-known");
        Broadcast unknown = Broadcast.of("sweep-unknown", hourAgo);
        for (Broadcast broadcast : List.of(known, unknown)) {
            fixture.apply(List.of(
                    broadcast.left("s", "u", 1, 2, ObservationSource.WEBHOOK),
                    broadcast.posted("m", "u", 1),
                    broadcast.counted(1, 1, 0)));
        }

        fixture.sweepUnknownChannels();

        assertThat(rowsOf("sweep-unknown")).isZero();
        assertThat(rowsOf("sweep-known")).isEqualTo(3);
        assertThat(fixture.count("SELECT count(*) FROM unknown_channels WHERE channel_id LIKE 'sweep-%'"))
                .isZero();
        assertThat(fixture.metrics()
                        .counter("analytics.unknown.channel.rows.swept")
                        .count())
                .isGreaterThanOrEqualTo(3);
    }

    private long rowsOf(String channelId) {
        return List.of("presence", "chat_messages", "participant_counts").stream()
                .mapToLong(table ->
                        fixture.count("SELECT count(*) FROM " + table + " WHERE channel_id = '" + channelId + "'"))
                .sum();
    }

    private Broadcast closedSession(String channelId) {
        Broadcast broadcast = Broadcast.of(channelId, hourAgo);
        fixture.apply(List.of(broadcast.channelChanged(1), broadcast.wentLive(2), broadcast.ended(3, 60)));
        fixture.summariseDue();
        return broadcast;
    }

    private int statementsFor(List<OnstageEvent> events) {
        int before = fixture.statements();
        fixture.apply(events);
        return fixture.statements() - before;
    }
}
