package dev.onstage.analytics.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.analytics.Broadcast;
import dev.onstage.events.ObservationSource;
import dev.onstage.events.OnstageEvent;
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
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever happened, however often and in whatever order and portions it is reported: the stored figures are those of an
 * oracle that looks at every second of what happened.
 */
class HistoryPropertyTest {

    private static final int HORIZON = 300;
    private static final int BROADCASTER = 0;

    private static @Nullable AnalyticsFixture fixture;
    private static int histories;

    /** A stay; {@code left} is -1 while it lasts. Without {@code joinReported} only its leave is known. */
    record Visit(int user, int joined, int left, boolean joinReported, boolean byWebhook) {
        boolean over() {
            return left >= 0;
        }
    }

    /** A message; {@code deleted} is -1 for one that stays, {@code postReported} false when only the deletion is known. */
    record Message(int user, int sent, int deleted, boolean postReported) {
        boolean counts() {
            return deleted < 0;
        }
    }

    /** A session in whole seconds. */
    record Span(int from, int to) {
        boolean contains(int second) {
            return from <= second && second < to;
        }
    }

    record History(List<Visit> visits, List<Message> messages, List<Span> sessions) {}

    @BeforeContainer
    static void start() {
        fixture = new AnalyticsFixture("history_property");
    }

    @AfterContainer
    static void stop() {
        fixture().close();
    }

    @Property(tries = 60)
    void shouldStoreWhatTheOracleSays(@ForAll("histories") History history, @ForAll Random random) {
        String channelId = "history-" + histories++;
        List<Broadcast> broadcasts = history.sessions.stream()
                .map(span -> Broadcast.of(channelId, fixture().origin().plusSeconds(span.from)))
                .toList();

        report(history, channelId, broadcasts, random);

        for (int i = 0; i < broadcasts.size(); i++) {
            StreamSession stored = fixture().session(broadcasts.get(i).sessionId());
            assertThat(stored.figures()).isEqualTo(Oracle.figures(history, i));
            assertThat(stored.revision()).isPositive();
            assertThat(fixture()
                            .count("SELECT max((convert_from(payload, 'UTF8')::json->>'revision')::bigint)"
                                    + " FROM outbox_events WHERE convert_from(payload, 'UTF8')::json->>'sessionId' = '"
                                    + stored.sessionId() + "'"))
                    .isEqualTo(stored.revision());
        }
    }

    /** Sends everything at least once, shuffled and cut at random, the lifecycle in its order; summing up now and then. */
    private static void report(History history, String channelId, List<Broadcast> broadcasts, Random random) {
        List<OnstageEvent> waiting =
                shuffledReports(history, Broadcast.of(channelId, fixture().origin()), random);
        for (OnstageEvent decision : decisions(history, broadcasts)) {
            waiting = applySome(waiting, random.nextInt(waiting.size() + 1), random);
            fixture().apply(random.nextBoolean() ? List.of(decision) : List.of(decision, decision));
        }
        while (!waiting.isEmpty()) {
            waiting = applySome(waiting, 1 + random.nextInt(waiting.size()), random);
        }
        fixture().summariseDue();
    }

    private static List<OnstageEvent> applySome(List<OnstageEvent> waiting, int size, Random random) {
        fixture().apply(waiting.subList(0, size));
        if (random.nextBoolean()) {
            fixture().summariseDue();
        }
        return waiting.subList(size, waiting.size());
    }

    private static List<OnstageEvent> shuffledReports(History history, Broadcast clock, Random random) {
        List<OnstageEvent> reports = new ArrayList<>();
        IntStream.range(0, history.visits.size())
                .forEach(i -> addVisit(reports, clock, "stay" + i, history.visits.get(i), random));
        IntStream.range(0, history.messages.size())
                .forEach(i -> addMessage(reports, clock, "message" + i, history.messages.get(i), random));
        Collections.shuffle(reports, random);
        return reports;
    }

    private static List<OnstageEvent> decisions(History history, List<Broadcast> broadcasts) {
        List<OnstageEvent> decisions = new ArrayList<>();
        long seq = 1;
        for (int i = 0; i < broadcasts.size(); i++) {
            Span span = history.sessions.get(i);
            decisions.add(broadcasts.get(i).channelChanged(seq++));
            decisions.add(broadcasts.get(i).wentLive(seq++));
            decisions.add(broadcasts.get(i).ended(seq++, span.to - span.from));
        }
        return decisions;
    }

    private static void addVisit(List<OnstageEvent> reports, Broadcast clock, String stay, Visit visit, Random random) {
        ObservationSource source = visit.byWebhook ? ObservationSource.WEBHOOK : ObservationSource.RECONCILE;
        String user = visit.user == BROADCASTER ? clock.broadcasterUserId() : "user" + visit.user;
        if (visit.joinReported || !visit.over()) {
            times(random, reports, clock.joined(stay, user, visit.joined, source));
        }
        if (visit.over()) {
            times(random, reports, clock.left(stay, user, visit.joined, visit.left, source));
        }
    }

    private static void addMessage(
            List<OnstageEvent> reports, Broadcast clock, String id, Message message, Random random) {
        if (message.postReported || message.counts()) {
            times(random, reports, clock.posted(id, "user" + message.user, message.sent));
        }
        if (!message.counts()) {
            times(random, reports, clock.deleted(id, null, message.sent, message.deleted));
        }
    }

    private static void times(Random random, List<OnstageEvent> reports, OnstageEvent event) {
        IntStream.rangeClosed(0, random.nextInt(3)).forEach(i -> reports.add(event));
    }

    private static AnalyticsFixture fixture() {
        if (fixture == null) {
            throw new IllegalStateException("The fixture is not started");
        }
        return fixture;
    }

    @Provide
    Arbitrary<History> histories() {
        return Combinators.combine(
                        visit().list().ofMaxSize(15), message().list().ofMaxSize(10), sessions())
                .as(History::new);
    }

    private static Arbitrary<Visit> visit() {
        Arbitrary<Integer> seconds = Arbitraries.integers().between(0, HORIZON - 1);
        return Combinators.combine(
                        Arbitraries.integers().between(BROADCASTER, 5),
                        seconds,
                        seconds,
                        Arbitraries.of(true, true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, true, true, false))
                .as((user, one, other, over, joinReported, byWebhook) -> new Visit(
                        user, Math.min(one, other), over ? Math.max(one, other) : -1, joinReported, byWebhook));
    }

    private static Arbitrary<Message> message() {
        Arbitrary<Integer> seconds = Arbitraries.integers().between(0, HORIZON - 1);
        return Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        seconds,
                        Arbitraries.of(true, false, false),
                        Arbitraries.of(true, false))
                .as((user, sent, deleted, postReported) ->
                        new Message(user, sent, deleted ? sent + 5 : -1, postReported));
    }

    /** Between one and three sessions, one after the other, some without a pause. */
    private static Arbitrary<List<Span>> sessions() {
        return Arbitraries.integers()
                .between(1, HORIZON)
                .set()
                .ofMinSize(2)
                .ofMaxSize(6)
                .map(edges -> edges.stream().sorted().toList())
                .map(edges -> IntStream.range(0, edges.size() / 2)
                        .mapToObj(i -> new Span(edges.get(2 * i), edges.get(2 * i + 1)))
                        .toList());
    }

    /** Says the same in the most naive way. */
    private static final class Oracle {

        static SessionFigures figures(History history, int index) {
            Span session = history.sessions.get(index);
            int previousEnd = index == 0 ? 0 : history.sessions.get(index - 1).to;
            List<Visit> viewers = history.visits.stream()
                    .filter(visit -> visit.user != BROADCASTER)
                    .filter(visit -> visit.over() || visit.joined >= previousEnd)
                    .toList();
            int[] present = IntStream.range(session.from, session.to)
                    .map(second -> (int)
                            viewers.stream().filter(v -> present(v, second)).count())
                    .toArray();
            long watched = IntStream.of(present).asLongStream().sum();
            int length = session.to - session.from;
            List<Message> messages = history.messages.stream()
                    .filter(message -> session.contains(message.sent) && message.counts())
                    .toList();
            return new SessionFigures(
                    length,
                    Math.round(length / 60.0),
                    IntStream.of(present).max().orElse(0),
                    Math.round(100.0 * watched / length) / 100.0,
                    (int) viewers.stream()
                            .filter(v ->
                                    IntStream.range(session.from, session.to).anyMatch(s -> present(v, s)))
                            .mapToInt(Visit::user)
                            .distinct()
                            .count(),
                    Math.round(watched / 60.0),
                    messages.size(),
                    (int) messages.stream().mapToInt(Message::user).distinct().count(),
                    true,
                    history.visits.stream().noneMatch(visit -> missed(visit, session)));
        }

        private static boolean present(Visit visit, int second) {
            return visit.joined <= second && (!visit.over() || second < visit.left);
        }

        private static boolean missed(Visit visit, Span session) {
            return !visit.byWebhook
                    && (session.contains(visit.joined) || (visit.over() && session.contains(visit.left)));
        }
    }
}
