package dev.onstage.analytics.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.analytics.Broadcast;
import dev.onstage.events.ObservationSource;
import dev.onstage.events.PresenceEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A poll says the same however often and in whatever order its events come. */
class PresenceBatchPropertyTest {

    private static final Broadcast BROADCAST = Broadcast.of("folded", Instant.parse("2026-11-20T23:59:30Z"));

    @Property
    void shouldNotDependOnOrderAndRepetition(@ForAll("reports") List<PresenceEvent> reports, @ForAll Random random) {
        List<PresenceEvent> again = new ArrayList<>();
        reports.forEach(report -> IntStream.rangeClosed(0, random.nextInt(3)).forEach(i -> again.add(report)));
        Collections.shuffle(again, random);

        PresenceBatch once = PresenceBatch.of(reports);
        PresenceBatch often = PresenceBatch.of(again);

        assertThat(often.rows()).isEqualTo(once.rows());
        assertThat(often.joinDays()).isEqualTo(once.joinDays());
    }

    @Property
    void shouldHaveARowForEachStayOfAUserSession(@ForAll("reports") List<PresenceEvent> reports) {
        assertThat(PresenceBatch.of(reports).rows().keySet()).hasSize((int) reports.stream()
                .map(PresenceBatchPropertyTest::identity)
                .distinct()
                .count());
    }

    private static String identity(PresenceEvent event) {
        return PresenceBatch.of(List.of(event))
                .rows()
                .keySet()
                .iterator()
                .next()
                .toString();
    }

    /** On both sides of midnight. */
    @Provide
    Arbitrary<List<PresenceEvent>> reports() {
        Arbitrary<Integer> seconds = Arbitraries.integers().between(0, 60);
        return Combinators.combine(
                        Arbitraries.of("a", "b"),
                        seconds,
                        seconds,
                        Arbitraries.of(ObservationSource.values()),
                        Arbitraries.integers().between(0, 2))
                .as(PresenceBatchPropertyTest::report)
                .list()
                .ofMaxSize(30);
    }

    private static PresenceEvent report(String stay, int one, int other, ObservationSource source, int kind) {
        int joined = Math.min(one, other);
        int left = Math.max(one, other);
        return switch (kind) {
            case 0 -> BROADCAST.joined(stay, "u", joined, source);
            case 1 -> BROADCAST.left(stay, "u", joined, left, source);
            default -> BROADCAST.leftSomeStay(stay, "u", left, source);
        };
    }
}
