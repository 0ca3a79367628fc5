package dev.onstage.support.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.support.stream.OpenStream.Frame;
import dev.onstage.support.stream.OpenStream.Rules;
import dev.onstage.support.stream.StreamReader.Guard;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenStreamTest {

    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");
    private static final Rules RULES =
            new Rules(Duration.ofSeconds(15), Duration.ofSeconds(4), Duration.ofSeconds(30), Duration.ofHours(1));
    private static final long RETRY = 1_234;

    private final AtomicBoolean allowed = new AtomicBoolean(true);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean disconnected = new AtomicBoolean();
    private Instant now = START;

    /** A stream and the one who reads it. */
    private record Opened(OpenStream stream, AssertSubscriber<Frame> reader) {}

    @Test
    void shouldSendWholeStatesWithoutRepetitions() {
        Opened opened = open(Guard.NONE, null, Long.MAX_VALUE);

        opened.stream().show(state("a"), now);
        opened.stream().show(state("a"), now);
        opened.stream().show(state("b"), now);
        opened.stream().show(state("a"), now);

        assertThat(data(opened)).containsExactly("a", "b", "a");
        assertThat(opened.reader().getItems())
                .allSatisfy(frame -> assertThat(frame.retryMillis()).isEqualTo(RETRY));
    }

    @Test
    void shouldNotSendAgainWhatAReaderBroughtWithIt() {
        Opened opened = open(Guard.NONE, "a", Long.MAX_VALUE);

        opened.stream().show(state("a"), now);
        assertThat(data(opened)).isEmpty();
        opened.stream().show(state("b"), now);

        assertThat(data(opened)).containsExactly("b");
    }

    @Test
    void shouldSendACommentOnlyInSilence() {
        Opened opened = open(Guard.NONE, null, Long.MAX_VALUE);

        pass(opened, Duration.ofSeconds(14));
        opened.stream().show(state("a"), now);
        pass(opened, Duration.ofMillis(14_500));
        assertThat(data(opened)).containsExactly("a");
        pass(opened, Duration.ofMillis(500));
        assertThat(data(opened)).containsExactly("a", "comment");
        pass(opened, Duration.ofSeconds(30));

        assertThat(data(opened)).containsExactly("a", "comment", "comment", "comment");
    }

    @Test
    void shouldEndWithinTenSecondsWhenItsReaderMayNotReadAnyMore() {
        Opened opened = open(guard(null), null, Long.MAX_VALUE);
        pass(opened, Duration.ofMinutes(1));
        opened.reader().assertNotTerminated();

        allowed.set(false);
        pass(opened, Duration.ofSeconds(9));

        opened.reader().assertCompleted();
        opened.stream().show(state("late"), now);
        assertThat(data(opened)).doesNotContain("late");
    }

    @Test
    void shouldEndWhenNoFirstStateComes() {
        Opened held = open(Guard.NONE, null, Long.MAX_VALUE);
        Opened known = open(Guard.NONE, "a", Long.MAX_VALUE);
        known.stream().show(state("a"), now);

        pass(held, RULES.firstState().minusMillis(500));
        held.reader().assertNotTerminated();
        pass(held, Duration.ofMillis(500));
        pass(known, Duration.ofMillis(500));

        held.reader().assertCompleted();
        known.reader().assertNotTerminated();
    }

    @Test
    void shouldTellAReaderWhoseFirstStateDoesNotComeWhenToComeBack() {
        Rules asLong = new Rules(RULES.heartbeat(), RULES.recheck(), RULES.patience(), RULES.heartbeat());
        Opened held = open(asLong, Guard.NONE, null, Long.MAX_VALUE);

        pass(held, RULES.heartbeat());

        held.reader().assertCompleted();
        assertThat(held.reader().getItems()).containsExactly(new Frame(null, RETRY));
    }

    /** What is told to a reader who takes nothing waits in the connection for ever. */
    @Test
    void shouldDisconnectAReaderWhoTakesNothingAlsoWhenNoFirstStateComes() {
        Duration untilFirstTick = Duration.ofMillis(500);
        Rules hasty = new Rules(RULES.heartbeat(), RULES.recheck(), RULES.patience(), untilFirstTick);
        Opened opened = open(hasty, Guard.NONE, null, 0);

        pass(opened, RULES.patience());
        assertThat(opened.stream().isOver()).isFalse();
        assertThat(disconnected).isFalse();
        pass(opened, untilFirstTick);

        assertThat(disconnected).isTrue();
    }

    @Test
    void shouldAskAboutItsReaderOnceAtATime() {
        AtomicReference<@Nullable UniEmitter<? super Boolean>> answer = new AtomicReference<>();
        Guard slow = new Guard(
                () -> Uni.createFrom().<Boolean>emitter(emitter -> {
                    asked.incrementAndGet();
                    answer.set(emitter);
                }),
                null);
        Opened opened = open(slow, null, Long.MAX_VALUE);

        pass(opened, Duration.ofMinutes(1));
        assertThat(asked).hasValue(1);
        Objects.requireNonNull(answer.get()).complete(true);
        pass(opened, Duration.ofSeconds(4));

        assertThat(asked).hasValue(2);
    }

    @Test
    void shouldGoOnWhenItsReaderCannotBeAskedAbout() {
        Guard broken = new Guard(() -> Uni.createFrom().failure(new IllegalStateException("away")), null);
        Opened opened = open(broken, null, Long.MAX_VALUE);

        pass(opened, Duration.ofMinutes(1));

        opened.reader().assertNotTerminated();
    }

    @Test
    void shouldEndWithTheTokenItWasOpenedWith() {
        Opened opened = open(guard(START.plusSeconds(300)), null, Long.MAX_VALUE);

        pass(opened, Duration.ofMillis(299_500));
        opened.reader().assertNotTerminated();
        pass(opened, Duration.ofMillis(500));

        opened.reader().assertCompleted();
    }

    @Test
    void shouldKeepOnlyTheLatestStateForASlowReader() {
        Opened opened = open(Guard.NONE, null, 1);

        opened.stream().show(state("a"), now);
        opened.stream().show(state("b"), now);
        opened.stream().show(state("c"), now);
        pass(opened, Duration.ofSeconds(20));
        assertThat(data(opened)).containsExactly("a");
        opened.reader().request(1);

        assertThat(data(opened)).containsExactly("a", "c");
    }

    @Test
    void shouldDisconnectAReaderWhoTakesNothing() {
        Opened opened = open(Guard.NONE, null, 1);
        opened.stream().show(state("a"), now);

        pass(opened, Duration.ofSeconds(29));
        opened.reader().request(1);
        pass(opened, Duration.ofSeconds(1));
        assertThat(data(opened)).containsExactly("a", "comment");
        pass(opened, Duration.ofSeconds(29));
        assertThat(disconnected).isFalse();
        pass(opened, Duration.ofSeconds(2));

        assertThat(disconnected).isTrue();
    }

    @Test
    void shouldEndOnceWhenToldTo() {
        Opened opened = open(guard(null), null, Long.MAX_VALUE);

        opened.stream().end();
        opened.stream().end();
        pass(opened, Duration.ofMinutes(10));

        opened.reader().assertCompleted();
        assertThat(data(opened)).isEmpty();
        assertThat(asked).as("nobody is asked about after the end").hasValue(0);
    }

    @Test
    void shouldTellAReaderWhoIsTurnedAwayWhenToComeBack() {
        Opened opened = open(guard(null), null, Long.MAX_VALUE);

        opened.stream().turnAway(77, now);
        opened.stream().show(state("late"), now);

        opened.reader().assertCompleted();
        assertThat(opened.reader().getItems()).containsExactly(new Frame(null, 77));
    }

    private Opened open(Guard guard, @Nullable String lastId, long demand) {
        return open(RULES, guard, lastId, demand);
    }

    private Opened open(Rules rules, Guard guard, @Nullable String lastId, long demand) {
        List<OpenStream> opened = new ArrayList<>();
        StreamReader reader = new StreamReader(guard, lastId, () -> disconnected.set(true), () -> {});
        AssertSubscriber<Frame> subscriber = Multi.createFrom()
                .<Frame>emitter(
                        emitter -> opened.add(new OpenStream(emitter, rules, reader, () -> RETRY, now)),
                        BackPressureStrategy.LATEST)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(demand));
        return new Opened(opened.get(0), subscriber);
    }

    private Guard guard(@Nullable Instant until) {
        return new Guard(
                () -> {
                    asked.incrementAndGet();
                    return Uni.createFrom().item(allowed.get());
                },
                until);
    }

    private void pass(Opened opened, Duration time) {
        Instant then = now.plus(time);
        while (now.isBefore(then)) {
            now = now.plusMillis(500);
            opened.stream().tick(now);
        }
    }

    private static List<String> data(Opened opened) {
        return opened.reader().getItems().stream()
                .map(frame -> frame.state() == null ? "comment" : frame.state().data())
                .toList();
    }

    private static StreamState state(String name) {
        return new StreamState(name, name);
    }
}
