package dev.onstage.analytics.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StaysPropertyTest {

    private static final Instant NEARLY_MIDNIGHT = Instant.parse("2026-11-20T23:59:58Z");

    @Property
    void shouldHoldEveryStayThatWasAdded(@ForAll("stays") List<Stay> stays, @ForAll("stays") List<Stay> more) {
        Stays.Builder builder = new Stays.Builder();
        stays.forEach(builder::add);
        Stays.Builder other = new Stays.Builder();
        more.forEach(other::add);

        assertThat(builder.addAll(other).build())
                .containsExactlyElementsOf(
                        Stream.concat(stays.stream(), more.stream()).toList());
    }

    @Property
    void shouldKeepThoseThatPass(@ForAll("stays") List<Stay> each) {
        Stays stays = Stays.of(each);

        assertThat(stays.where(stay -> stay.leftAt() == null))
                .isEqualTo(stays.stream().filter(stay -> stay.leftAt() == null).toList());
    }

    @Provide
    Arbitrary<List<Stay>> stays() {
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
