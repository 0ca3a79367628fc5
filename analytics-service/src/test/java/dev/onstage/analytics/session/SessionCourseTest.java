package dev.onstage.analytics.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.analytics.Broadcast;
import dev.onstage.events.ChannelChanged;
import dev.onstage.events.ObservationSource;
import dev.onstage.events.OnstageEvent;
import dev.onstage.support.lease.LeaseToken;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is kept of the course of a session: its charts and its titles. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionCourseTest {

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(7_170);

    private AnalyticsFixture fixture;

    @BeforeAll
    void begin() {
        fixture = new AnalyticsFixture("session_course");
    }

    @AfterAll
    void end() {
        fixture.close();
    }

    @Test
    void shouldKeepTheChartsOfAClosedSession() {
        Broadcast broadcast = Broadcast.of("charts", start);
        List<OnstageEvent> events = new ArrayList<>(List.of(
                broadcast.channelChanged(1),
                broadcast.wentLive(2),
                broadcast.left("a", "u1", 0, 60, ObservationSource.WEBHOOK),
                broadcast.left("b", "u2", 30, 90, ObservationSource.WEBHOOK),
                broadcast.posted("m1", "u1", 29),
                broadcast.posted("m2", "u1", 31),
                broadcast.posted("m3", "u1", 32),
                broadcast.deleted("m3", "u1", 32, 40)));
        events.add(broadcast.ended(3, 120));
        fixture.apply(events);
        fixture.summariseDue();

        assertThat(charts(broadcast))
                .as("the session begins at half past a minute")
                .containsExactly("{1,2,1,0}", "{1,2,0}", "{1,1.5,0}", "{1,1}");

        fixture.apply(List.of(broadcast.left("late", "u3", 90, 120, ObservationSource.WEBHOOK)));
        fixture.summariseDue();

        assertThat(charts(broadcast)).containsExactly("{1,2,1}", "{1,2,1}", "{1,1.5,1}", "{1,1}");
    }

    @Test
    void shouldKeepTheChatOfALiveSessionAsItWasMeasured() {
        Broadcast broadcast = Broadcast.of("bars", start);
        LeaseToken lease = fixture.liveLease();
        fixture.apply(List.of(
                broadcast.channelChanged(1),
                broadcast.wentLive(2),
                broadcast.joined("a", "u1", 0, ObservationSource.WEBHOOK),
                broadcast.posted("m1", "u1", 29),
                broadcast.posted("m2", "u1", 31)));
        fixture.follow(lease, broadcast.at(40));
        assertThat(charts(broadcast)).as("no line, no minutes").containsExactly("{}", "{}", "{}", "{1,1}");

        fixture.apply(List.of(broadcast.posted("m3", "u1", 45), broadcast.deleted("m1", "u1", 29, 46)));
        fixture.follow(lease, broadcast.at(50));
        assertThat(charts(broadcast)).containsExactly("{}", "{}", "{}", "{2}");

        fixture.apply(List.of(broadcast.posted("m4", "u1", 100), broadcast.ended(3, 120)));
        fixture.follow(lease, broadcast.at(110));
        assertThat(charts(broadcast)).as("over for the live figures").containsExactly("{}", "{}", "{}", "{2}");

        fixture.summariseDue();
        assertThat(charts(broadcast)).containsExactly("{1}", "{1,1,1}", "{1,1,1}", "{2,1}");
    }

    @Test
    void shouldKeepEachTitleThatIsAnotherThanTheOneBefore() {
        Broadcast broadcast = Broadcast.of("titles", start);
        fixture.decide(start, titled(broadcast, 1, "A"), broadcast.wentLive(2), titled(broadcast, 3, "A"));
        fixture.decide(start.plusSeconds(1), titled(broadcast, 4, "A"), titled(broadcast, 5, "B"));
        fixture.decide(start.plusSeconds(2), titled(broadcast, 5, "B"), titled(broadcast, 6, "B"));
        fixture.decide(start.plusSeconds(3), titled(broadcast, 7, "C"), titled(broadcast, 8, "B"));

        assertThat(fixture.texts("SELECT seq || ' ' || title || ' ' || (extract(epoch FROM changed_at)::bigint - "
                        + start.getEpochSecond() + ") FROM title_changes WHERE channel_id = 'titles' ORDER BY seq"))
                .containsExactly("1 A 0", "2 Title of titles 0", "3 A 0", "5 B 1", "7 C 3", "8 B 3");
    }

    private static ChannelChanged titled(Broadcast broadcast, long seq, String title) {
        ChannelChanged channel = broadcast.channelChanged(seq);
        return new ChannelChanged(
                channel.channelId(),
                seq,
                channel.epoch(),
                title,
                channel.broadcasterName(),
                channel.broadcasterUserId(),
                channel.callCid(),
                channel.chatChannelCid(),
                channel.timeZone());
    }

    private List<String> charts(Broadcast broadcast) {
        List<String> charts = new ArrayList<>();
        for (String column : List.of("line_viewers", "minute_peaks", "minute_averages", "chat_messages")) {
            charts.addAll(fixture.texts("SELECT " + column + "::text FROM session_charts WHERE session_id = '"
                    + broadcast.sessionId() + "'"));
        }
        return charts;
    }
}
