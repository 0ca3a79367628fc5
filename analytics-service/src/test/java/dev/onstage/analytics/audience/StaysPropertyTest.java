package dev.onstage.analytics.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StaysPropertyTest {

    private static final Instant NEARLY_MIDNIGHT = Instant.parse("2026-11-20T23:59:58Z");

    @Property
    void shouldSayWhatTheReportsSayTogether(@ForAll("reports") List<Stay> reports) {
        assertThat(Stays.of(reports))
                .containsExactlyInAnyOrderElementsOf(reports.stream()
                        .collect(Collectors.toMap(Stay::userSessionId, stay -> stay, Stay::merge))
                        .values());
    }

    /** The table has a row for each user session and day: more than that is never to be merged. */
    @Property
    void shouldMergeAStayThatIsStoredOnBothSidesOfMidnight(@ForAll("reports") List<Stay> reports) {
        List<Stay> rows = List.copyOf(reports.stream()
                .collect(Collectors.toMap(
                        stay -> stay.userSessionId() + stay.joinedAt().isBefore(NEARLY_MIDNIGHT.plusSeconds(2)),
                        stay -> stay,
                        Stay::merge))
                .values());
        Stays.Builder builder = new Stays.Builder();
        rows.forEach(builder::add);

        assertThat(builder.build()).containsExactlyInAnyOrderElementsOf(Stays.of(reports));
    }

    @Property
    void shouldKeepThoseThatPass(@ForAll("reports") List<Stay> reports) {
        Stays stays = Stays.of(reports);

        assertThat(stays.where(stay -> stay.leftAt() == null))
                .isEqualTo(stays.stream().filter(stay -> stay.leftAt() == null).toList());
    }

    @Provide
    Arbitrary<List<Stay>> reports() {
        Arbitrary<Integer> seconds = Arbitraries.integers().between(0, 4);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 90),
                        seconds,
                        seconds.injectNull(0.3),
                        Arbitraries.of(true, false))
                .as((stay, joined, left, webhook) -> new Stay(
                        "s" + stay,
                        "u" + stay % 7,
                        NEARLY_MIDNIGHT.plusSeconds(joined),
                        left == null ? null : NEARLY_MIDNIGHT.plusSeconds(left),
                        webhook,
                        !webhook))
                .list()
                .ofMaxSize(120);
    }
}
