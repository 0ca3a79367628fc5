package dev.onstage.analytics.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.analytics.Broadcast;
import dev.onstage.events.ChatEvent;
import dev.onstage.events.LifecycleEvent;
import dev.onstage.events.ObservationSource;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.ParticipantLeft;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
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

    /** What is known of a visit besides its leave. */
    enum Known {
        /** Its join and, when it is over, its leave. */
        ALL,
        /** Only its leave, which says when the visit began. */
        NO_JOIN,
        /** Its join, and a leave that does not say of which visit. */
        SOME_LEAVE,
        /** Its join, and a leave that says it with other digits. */
        OTHER_DIGITS
    }

    /**
     * A visit of a user by one of several tabs, which may come and go several times; {@code left} is -1 while nobody reported a
     * leave.
     */
    record Visit(int user, int tab, int joined, int left, Known known, boolean byWebhook) {
        boolean over() {
            return left >= 0;
        }

        boolean joinReported() {
            return known != Known.NO_JOIN || !over();
        }

        boolean saysOfWhichStay() {
            return known != Known.SOME_LEAVE;
        }

        boolean sameTab(Visit other) {
            return user == other.user && tab == other.tab;
        }
    }

    /**
     * A message; {@code deleted} is -1 for one that never was, {@code undeleted} for one that was not brought back, {@code
     * postReported} false when the post is not known.
     */
    record Message(int user, int sent, int deleted, int undeleted, boolean postReported) {
        boolean reported() {
            return postReported || deleted >= 0 || undeleted >= 0;
        }

        /** Whether any report names the author; deletions do not. */
        boolean authorReported() {
            return postReported || undeleted >= 0;
        }

        boolean counts() {
            return deleted <= undeleted;
        }
    }

    /** A session in whole seconds. */
    record Span(int from, int to) {
        boolean contains(int second) {
            return from <= second && second < to;
        }

        IntStream minutes() {
            return IntStream.rangeClosed(from / 60, (to - 1) / 60);
        }
    }

    /** {@code gaps} has for each session the time without encoder; the last one lasts when it reaches the session's end. */
    record History(List<Visit> visits, List<Message> messages, List<Span> sessions, List<Span> gaps) {}

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
            assertThat(viewersBySecond(history.sessions.get(i), stored.sessionId()))
                    .isEqualTo(Oracle.present(history, i));
            assertThat(chatByMinute(history.sessions.get(i), stored.sessionId()))
                    .isEqualTo(Oracle.chatByMinute(history, history.sessions.get(i)));
            assertThat(stored.revision()).isPositive();
            assertThat(fixture()
                            .count("SELECT max((convert_from(payload, 'UTF8')::json->>'revision')::bigint)"
                                    + " FROM outbox_events WHERE convert_from(payload, 'UTF8')::json->>'sessionId' = '"
                                    + stored.sessionId() + "'"))
                    .isEqualTo(stored.revision());
        }
    }

    /** The stored line: each point holds until the next. */
    private static List<Integer> viewersBySecond(Span session, UUID sessionId) {
        return fixture()
                .texts("SELECT (SELECT viewers FROM unnest(line_at, line_viewers) AS line (at, viewers)"
                        + " WHERE at <= second ORDER BY at DESC LIMIT 1)::text FROM session_charts,"
                        + " generate_series('" + fixture().origin().plusSeconds(session.from) + "'::timestamptz, '"
                        + fixture().origin().plusSeconds(session.to - 1L)
                        + "'::timestamptz, interval '1 second') second"
                        + " WHERE session_id = '" + sessionId + "' ORDER BY second")
                .stream()
                .map(Integer::valueOf)
                .toList();
    }

    /** The stored bars. */
    private static List<Long> chatByMinute(Span session, UUID sessionId) {
        return session.minutes()
                .mapToObj(minute -> fixture()
                        .count("SELECT coalesce(sum(messages), 0)::bigint FROM session_charts,"
                                + " unnest(chat_minutes, chat_messages) AS bar (minute, messages)"
                                + " WHERE session_id = '" + sessionId + "' AND minute = '"
                                + fixture().origin().plusSeconds(minute * 60L) + "'"))
                .toList();
    }

    /**
     * Sends everything at least once, shuffled and cut at random, the lifecycle in its order, some of it by two instances at
     * once; summing up now and then. The process dies at any statement, and after a commit that it could not tell of: then
     * the same comes again, cut anew.
     */
    private static void report(History history, String channelId, List<Broadcast> broadcasts, Random random) {
        List<OnstageEvent> waiting =
                shuffledReports(history, Broadcast.of(channelId, fixture().origin()), random);
        for (OnstageEvent decision : decisions(history, broadcasts)) {
            waiting = applySome(waiting, random.nextInt(waiting.size() + 1), random);
            List<OnstageEvent> poll = random.nextBoolean() ? List.of(decision) : List.of(decision, decision);
            while (!applied(poll, random)) {
                summarise(random);
            }
        }
        while (!waiting.isEmpty()) {
            waiting = applySome(waiting, 1 + random.nextInt(waiting.size()), random);
        }
        fixture().summariseDue();
    }

    private static List<OnstageEvent> applySome(List<OnstageEvent> waiting, int size, Random random) {
        boolean applied = applied(waiting.subList(0, size), random);
        if (random.nextBoolean()) {
            summarise(random);
        }
        return applied ? waiting.subList(size, waiting.size()) : waiting;
    }

    /** False when it is to come again: because the process died, or because nobody learned that it did not. */
    private static boolean applied(List<OnstageEvent> events, Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> fixture().survives(() -> fixture().apply(events), random);
            case 1 -> {
                fixture().apply(events);
                yield false;
            }
            case 2 -> {
                fixture().applyTogether(part(events, 0, random), part(events, 1, random));
                yield true;
            }
            default -> {
                fixture().apply(events);
                yield true;
            }
        };
    }

    /**
     * The events of every other partition, and of all that were in flight to both instances when the partitions were divided
     * anew: those come in the same order to both.
     */
    private static List<OnstageEvent> part(List<OnstageEvent> events, int parity, Random random) {
        boolean inFlight = random.nextBoolean();
        return events.stream()
                .filter(event -> event instanceof LifecycleEvent
                        || inFlight
                        || Math.floorMod(key(event).hashCode(), 2) == parity)
                .toList();
    }

    /** What decides on the partition. */
    private static String key(OnstageEvent event) {
        if (event instanceof ParticipantJoined joined) {
            return joined.userSessionId();
        }
        if (event instanceof ParticipantLeft left) {
            return left.userSessionId();
        }
        return event instanceof ChatEvent chat ? chat.messageId() : "";
    }

    private static void summarise(Random random) {
        if (random.nextBoolean()) {
            fixture().summariseDue();
        } else {
            fixture().survives(fixture()::summariseDue, random);
        }
    }

    private static List<OnstageEvent> shuffledReports(History history, Broadcast clock, Random random) {
        List<OnstageEvent> reports = new ArrayList<>();
        IntStream.range(0, history.visits.size()).forEach(i -> addVisit(reports, clock, history.visits.get(i), random));
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
            Span gap = history.gaps.get(i);
            if (gap.from < gap.to) {
                decisions.add(broadcasts.get(i).encoderLost(seq++, gap.from - span.from));
                if (gap.to < span.to) {
                    decisions.add(broadcasts.get(i).encoderBack(seq++, gap.to - span.from));
                }
            }
            decisions.add(broadcasts.get(i).ended(seq++, span.to - span.from));
        }
        return decisions;
    }

    private static void addVisit(List<OnstageEvent> reports, Broadcast clock, Visit visit, Random random) {
        String stay = "user" + visit.user + "-tab" + visit.tab;
        ObservationSource source = visit.byWebhook ? ObservationSource.WEBHOOK : ObservationSource.RECONCILE;
        String user = visit.user == BROADCASTER ? clock.broadcasterUserId() : "user" + visit.user;
        if (visit.joinReported()) {
            times(random, reports, clock.joined(stay, user, visit.joined, source));
        }
        if (visit.over()) {
            times(random, reports, leave(clock, stay, user, visit, source));
        }
    }

    private static ParticipantLeft leave(
            Broadcast clock, String stay, String user, Visit visit, ObservationSource source) {
        if (!visit.saysOfWhichStay()) {
            return clock.leftSomeStay(stay, user, visit.left, source);
        }
        ParticipantLeft exact = clock.left(stay, user, visit.joined, visit.left, source);
        return visit.known == Known.OTHER_DIGITS
                ? Broadcast.withJoin(exact, joinedAt -> joinedAt.plusNanos(999_999))
                : exact;
    }

    private static void addMessage(
            List<OnstageEvent> reports, Broadcast clock, String id, Message message, Random random) {
        if (message.postReported) {
            times(random, reports, clock.posted(id, "user" + message.user, message.sent));
        }
        if (message.deleted >= 0) {
            times(random, reports, clock.deleted(id, null, message.sent, message.deleted));
            times(random, reports, clock.deleted(id, null, message.sent, Math.max(message.sent, message.deleted - 7)));
        }
        if (message.undeleted >= 0) {
            times(random, reports, clock.undeleted(id, "user" + message.user, message.sent, message.undeleted));
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
                        visit().list().ofMaxSize(15), message().list().ofMaxSize(10), sessions(), Arbitraries.randoms())
                .as((visits, messages, sessions, random) ->
                        new History(visits, messages, sessions, gaps(sessions, random)));
    }

    /** One in each session, of which some are empty and some last to its end. */
    private static List<Span> gaps(List<Span> sessions, Random random) {
        return sessions.stream()
                .map(session -> {
                    int from = session.from + random.nextInt(session.to - session.from);
                    return new Span(from, from + random.nextInt(session.to - from + 1));
                })
                .toList();
    }

    private static Arbitrary<Visit> visit() {
        Arbitrary<Integer> seconds = Arbitraries.integers().between(0, HORIZON - 1);
        return Combinators.combine(
                        Arbitraries.integers().between(BROADCASTER, 4),
                        Arbitraries.integers().between(0, 1),
                        seconds,
                        seconds,
                        Arbitraries.of(true, true, false),
                        Arbitraries.of(Known.values()),
                        Arbitraries.of(true, true, true, false))
                .as((user, tab, one, other, over, known, byWebhook) ->
                        new Visit(user, tab, Math.min(one, other), over ? Math.max(one, other) : -1, known, byWebhook));
    }

    private static Arbitrary<Message> message() {
        Arbitrary<Integer> seconds = Arbitraries.integers().between(0, HORIZON - 1);
        return Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        seconds,
                        Arbitraries.of(-1, -1, 5, 20),
                        Arbitraries.of(-1, -1, 10, 30),
                        Arbitraries.of(true, true, false))
                .as((user, sent, deleted, undeleted, postReported) -> new Message(
                        user,
                        sent,
                        deleted < 0 ? -1 : sent + deleted,
                        undeleted < 0 ? -1 : sent + undeleted,
                        postReported));
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

        private static final int LASTS = Integer.MAX_VALUE;

        /** A visit as it must have been, by all that is known. */
        private record Presence(int user, int tab, int joined, int left, boolean byWebhook) {}

        static List<Integer> present(History history, int index) {
            Span session = history.sessions.get(index);
            List<Presence> viewers = viewers(history, index);
            return IntStream.range(session.from, session.to)
                    .mapToObj(second -> (int)
                            viewers.stream().filter(v -> present(v, second)).count())
                    .toList();
        }

        static List<Long> chatByMinute(History history, Span session) {
            return session.minutes()
                    .mapToObj(minute -> history.messages.stream()
                            .filter(message -> message.reported()
                                    && message.counts()
                                    && session.contains(message.sent)
                                    && message.sent / 60 == minute)
                            .count())
                    .toList();
        }

        private static List<Presence> viewers(History history, int index) {
            int previousEnd = index == 0 ? 0 : history.sessions.get(index - 1).to;
            return presences(history).stream()
                    .filter(presence -> presence.user != BROADCASTER)
                    .filter(presence -> presence.left < LASTS || presence.joined >= previousEnd)
                    .toList();
        }

        /** One for each moment at which a tab came; over by its own leave, by a leave of some stay, or by the next coming. */
        private static List<Presence> presences(History history) {
            return history.visits.stream()
                    .filter(visit -> visit.joinReported() || visit.saysOfWhichStay())
                    .map(visit -> presence(history, visit))
                    .distinct()
                    .toList();
        }

        private static Presence presence(History history, Visit visit) {
            List<Visit> tab = history.visits.stream().filter(visit::sameTab).toList();
            List<Visit> same =
                    tab.stream().filter(other -> other.joined == visit.joined).toList();
            List<Visit> reports = same.stream()
                    .filter(other -> other.joinReported() || other.saysOfWhichStay())
                    .toList();
            int ownLeave = least(same.stream()
                    .filter(other -> other.over() && other.saysOfWhichStay())
                    .mapToInt(Visit::left));
            int someLeave = least(tab.stream()
                    .filter(other -> other.over() && !other.saysOfWhichStay() && other.left > visit.joined)
                    .mapToInt(Visit::left));
            int nextJoin = least(tab.stream().mapToInt(Visit::joined).filter(joined -> joined > visit.joined));
            return new Presence(
                    visit.user,
                    visit.tab,
                    visit.joined,
                    Math.min(ownLeave, Math.min(someLeave, nextJoin)),
                    reports.stream().anyMatch(Visit::byWebhook));
        }

        private static int least(IntStream seconds) {
            return seconds.min().orElse(LASTS);
        }

        static SessionFigures figures(History history, int index) {
            Span session = history.sessions.get(index);
            Span gap = history.gaps.get(index);
            List<Presence> viewers = viewers(history, index);
            List<Integer> present = present(history, index);
            long watched = present.stream().mapToLong(Integer::longValue).sum();
            int length = session.to - session.from;
            List<Message> written = history.messages.stream()
                    .filter(message -> message.reported() && session.contains(message.sent))
                    .toList();
            List<Message> kept = written.stream().filter(Message::counts).toList();
            return new SessionFigures(
                    length,
                    Math.round(length / 60.0),
                    present.stream().mapToInt(Integer::intValue).max().orElse(0),
                    Math.round(100.0 * watched / length) / 100.0,
                    (int) viewers.stream()
                            .filter(v ->
                                    IntStream.range(session.from, session.to).anyMatch(s -> present(v, s)))
                            .mapToInt(Presence::user)
                            .distinct()
                            .count(),
                    Math.round(watched / 60.0),
                    kept.size(),
                    (int) kept.stream().mapToInt(Message::user).distinct().count(),
                    (int) written.stream()
                            .filter(message -> !message.counts() && message.authorReported())
                            .count(),
                    gap.from < gap.to ? 1 : 0,
                    gap.to - gap.from,
                    true,
                    presences(history).stream().noneMatch(presence -> missed(presence, session)));
        }

        private static boolean present(Presence presence, int second) {
            return presence.joined <= second && second < presence.left;
        }

        private static boolean missed(Presence presence, Span session) {
            return !presence.byWebhook && (session.contains(presence.joined) || session.contains(presence.left));
        }
    }
}
