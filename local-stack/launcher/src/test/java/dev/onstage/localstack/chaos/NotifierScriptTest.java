package dev.onstage.localstack.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.events.ChannelChanged;
import dev.onstage.events.LifecycleEvent;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.SessionSummarised;
import dev.onstage.events.StreamEnded;
import dev.onstage.events.StreamWentLive;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NotifierScriptTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> CHANNELS = List.of("one", "two", "three");
    private static final int SESSIONS = 60;

    private final NotifierScript script = new NotifierScript(1, CHANNELS, SESSIONS);

    @Test
    void shouldFollowFromItsSeed() {
        assertThat(events(new NotifierScript(1, CHANNELS, SESSIONS))).isEqualTo(events(script));
        assertThat(events(new NotifierScript(2, CHANNELS, SESSIONS))).isNotEqualTo(events(script));
    }

    @Test
    void shouldTellTheLifecycleInTheOrderOfItsSeq() {
        Map<String, Long> last = new HashMap<>();
        Set<Long> seen = new HashSet<>();
        for (NotifierScript.Line line : script.lines()) {
            if (line.event().startedAt(NOON) instanceof LifecycleEvent event && seen.add(line.id())) {
                assertThat(event.seq())
                        .isGreaterThan(last.getOrDefault(event.channelId(), 0L))
                        // A number that is missing would never be waited for, but is not what happens.
                        .isEqualTo(last.getOrDefault(event.channelId(), event.seq() - 1) + 1);
                last.put(event.channelId(), event.seq());
            }
        }
    }

    @Test
    void shouldLeaveEachSessionWithItsFinalTitle() {
        Map<Object, String> titles = new HashMap<>();
        Map<String, Object> live = new HashMap<>();
        Map<Object, Long> lengths = new HashMap<>();
        Set<Long> seen = new HashSet<>();
        for (NotifierScript.Line line : script.lines()) {
            if (!seen.add(line.id())) {
                continue;
            }
            OnstageEvent event = line.event().startedAt(NOON);
            if (event instanceof StreamWentLive begun) {
                live.put(begun.channelId(), begun.sessionId());
                titles.put(begun.sessionId(), begun.title());
            } else if (event instanceof ChannelChanged changed && live.containsKey(changed.channelId())) {
                titles.put(live.get(changed.channelId()), changed.title());
            } else if (event instanceof StreamEnded ended) {
                assertThat(live.remove(ended.channelId())).isEqualTo(ended.sessionId());
                lengths.put(ended.sessionId(), ended.durationSeconds());
            }
        }
        assertThat(script.broadcasts()).hasSize(SESSIONS).allSatisfy(broadcast -> {
            assertThat(titles).containsEntry(broadcast.sessionId(), broadcast.finalTitle());
            assertThat(lengths)
                    .containsEntry(broadcast.sessionId(), broadcast.length().toSeconds());
        });
    }

    @Test
    void shouldTellFiguresAtAnyTimeAndInAnyOrder() {
        Set<Object> begun = new HashSet<>();
        Set<Object> ended = new HashSet<>();
        Map<Object, Long> revisions = new HashMap<>();
        int beforeTheStart = 0;
        int beforeTheEnd = 0;
        int afterTheEnd = 0;
        int backwards = 0;
        for (OnstageEvent event : events(script)) {
            if (event instanceof StreamWentLive live) {
                begun.add(live.sessionId());
            } else if (event instanceof StreamEnded end) {
                ended.add(end.sessionId());
            } else if (event instanceof SessionSummarised figures) {
                beforeTheStart += begun.contains(figures.sessionId()) ? 0 : 1;
                afterTheEnd += ended.contains(figures.sessionId()) ? 1 : 0;
                beforeTheEnd += begun.contains(figures.sessionId()) && !ended.contains(figures.sessionId()) ? 1 : 0;
                Long before = revisions.put(figures.sessionId(), figures.revision());
                backwards += before != null && before >= figures.revision() ? 1 : 0;
            }
        }
        assertThat(List.of(beforeTheStart, beforeTheEnd, afterTheEnd, backwards))
                .allMatch(count -> count > 0);
        assertThat(revisions).hasSize(SESSIONS);
    }

    private static List<OnstageEvent> events(NotifierScript script) {
        return script.lines().stream().map(line -> line.event().startedAt(NOON)).toList();
    }
}
