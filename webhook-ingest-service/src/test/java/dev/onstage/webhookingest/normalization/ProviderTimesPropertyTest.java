package dev.onstage.webhookingest.normalization;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ProviderTimesPropertyTest {
    @Property(tries = 2000)
    void readsEveryTimeAsTheGeneralParserDoes(@ForAll("times") Instant time, @ForAll("fractions") String fraction) {
        String text = time.toString().substring(0, 19) + fraction + "Z";

        assertThat(ProviderTimes.parseUsual(text)).isEqualTo(Instant.parse(text));
    }

    /** What it reads at all it reads as the general parser does; it may leave more to that one. */
    @Property(tries = 5000)
    void readsNothingThatTheGeneralParserRefuses(
            @ForAll("times") Instant time, @ForAll("places") int place, @ForAll("characters") char changed) {
        StringBuilder text = new StringBuilder(time.toString());
        text.setCharAt(Math.min(place, text.length() - 1), changed);

        Instant read = ProviderTimes.parseUsual(text.toString());

        if (read != null) {
            assertThat(parsed(text.toString())).contains(read);
        }
    }

    @Example
    void leavesDaysThatDoNotExistToTheGeneralParser() {
        assertThat(ProviderTimes.parseUsual("2026-02-29T00:00:00Z")).isNull();
        assertThat(ProviderTimes.parseUsual("2028-02-29T00:00:00Z")).isEqualTo(Instant.parse("2028-02-29T00:00:00Z"));
        assertThat(ProviderTimes.parseUsual("2026-04-31T00:00:00Z")).isNull();
        assertThat(ProviderTimes.parseUsual("2026-04-30T24:00:00Z")).isNull();
        assertThat(ProviderTimes.parseUsual("2026-04-30T23:59:60Z")).isNull();
    }

    @Provide
    Arbitrary<Instant> times() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 4_102_444_800L),
                        Arbitraries.integers().between(0, 999_999_999))
                .as((second, nano) -> Instant.ofEpochSecond(second, nano));
    }

    @Provide
    Arbitrary<String> fractions() {
        Arbitrary<String> digits =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(9).map(text -> "." + text);
        return Arbitraries.oneOf(digits, Arbitraries.just(""));
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 29);
    }

    @Provide
    Arbitrary<Character> characters() {
        return Arbitraries.of('0', '1', '3', '6', '9', '-', ':', '.', 'T', 'Z', ' ', '+', 'x');
    }

    private static Optional<Instant> parsed(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }
}
