package dev.onstage.localstack.chaos;

import dev.onstage.events.ChannelChanged;
import dev.onstage.events.EndReason;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.SessionSummarised;
import dev.onstage.events.StreamEnded;
import dev.onstage.events.StreamWentLive;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What is told the notifier, all of it decided by a seed: sessions one after the other on each channel, with new titles
 * meanwhile, and their figures. Events of one channel's lifecycle are in the order of their {@code seq}, which is promised;
 * figures come before the start, before the end or after it, with the highest revision anywhere among them; and any event
 * may come once more, later. Immutable.
 */
final class NotifierScript {

    /** Above what stream-control itself says of the channel. */
    private static final long FIRST_SEQ = 1_000;
    /** Above what analytics itself finds out about the sessions. */
    private static final long FIRST_REVISION = 1_000_000;

    private static final double TWICE = 0.2;
    private static final double SHORT = 0.15;
    private static final double RETITLED_AFTER_THE_END = 0.3;
    private static final double CHAT_LOST = 0.2;
    private static final int MOST_TITLES = 3;
    private static final int MOST_REVISIONS = 3;
    private static final int MOST_VIEWERS = 5_000;
    /** Well within the half hour in which a start is news. */
    private static final int LONGEST_BEFORE_SECONDS = 300;

    private static final int LONGEST_REST_SECONDS = 90;

    private final SplittableRandom random;
    private final List<String> channelIds;
    /** What share of the script one session of a channel has. */
    private final double slot;

    private final List<Broadcast> broadcasts = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Long> seqs = new HashMap<>();
    private long lastId;

    /**
     * One event.
     *
     * @param at when it comes, from 0 for the begin of the script to a little more than 1 for the end
     * @param id unique, but for the same event again
     * @param broadcast the session it is about
     * @param event made of when the session began
     */
    record Line(double at, long id, Broadcast broadcast, EventAt event) {}

    /** Makes an event. */
    interface EventAt {
        OnstageEvent startedAt(Instant startedAt);
    }

    NotifierScript(long seed, List<String> channelIds, int sessions) {
        this.random = new SplittableRandom(seed);
        this.channelIds = List.copyOf(channelIds);
        int perChannel = (sessions + channelIds.size() - 1) / channelIds.size();
        this.slot = 1.0 / perChannel;
        for (int number = 0; number < sessions; number++) {
            int channel = number % channelIds.size();
            int place = number / channelIds.size();
            // Each channel has its own beat, so that not all of them begin together.
            double phase = slot * channel / channelIds.size();
            write(broadcast(number, channelIds.get(channel)), phase + slot * place);
        }
        lines.sort(Comparator.comparingDouble(Line::at));
    }

    /** The channels of the sessions. */
    List<String> channelIds() {
        return channelIds;
    }

    /** Every session; the place in the list is its number. */
    List<Broadcast> broadcasts() {
        return List.copyOf(broadcasts);
    }

    /** Every event in its order. */
    List<Line> lines() {
        return List.copyOf(lines);
    }

    private Broadcast broadcast(int number, String channelId) {
        int before = random.nextInt(LONGEST_BEFORE_SECONDS);
        var broadcast = new Broadcast(
                number,
                channelId,
                new UUID(random.nextLong(), random.nextLong()),
                IntStream.rangeClosed(1, 1 + random.nextInt(MOST_TITLES))
                        .mapToObj(take -> Broadcast.title(number, take))
                        .toList(),
                Duration.ofSeconds(before),
                Duration.ofSeconds(before + 1L + random.nextInt(LONGEST_REST_SECONDS)),
                IntStream.rangeClosed(0, random.nextInt(MOST_REVISIONS))
                        .mapToObj(revision -> figures(FIRST_REVISION + revision))
                        .toList());
        broadcasts.add(broadcast);
        return broadcast;
    }

    private Figures figures(long revision) {
        int peak = random.nextInt(MOST_VIEWERS);
        return new Figures(
                revision,
                peak,
                random.nextDouble() * peak,
                peak + random.nextInt(MOST_VIEWERS),
                random.nextInt(MOST_VIEWERS),
                random.nextDouble() >= CHAT_LOST);
    }

    private void write(Broadcast broadcast, double begin) {
        double live = within(0.02, 0.2);
        double end = random.nextDouble() < SHORT ? live + 0.001 : within(0.45, 0.8);
        wentLive(begin + slot * live, broadcast);
        for (int take = 2; take <= broadcast.titles().size(); take++) {
            double at = live + (end - live) * (take - 1) / broadcast.titles().size();
            channelChanged(begin + slot * at, broadcast, broadcast.titles().get(take - 1));
        }
        ended(begin + slot * end, broadcast);
        if (random.nextDouble() < RETITLED_AFTER_THE_END) {
            String next = Broadcast.title(broadcast.number(), MOST_TITLES + 1);
            channelChanged(begin + slot * within(0.82, 0.98), broadcast, next);
        }
        for (Figures figures : broadcast.revisions()) {
            summarised(Math.max(0, begin + slot * within(-0.2, 1.5)), broadcast, figures);
        }
    }

    private double within(double from, double to) {
        return from + random.nextDouble() * (to - from);
    }

    private void wentLive(double at, Broadcast broadcast) {
        long seq = nextSeq(broadcast);
        add(
                at,
                broadcast,
                startedAt -> new StreamWentLive(
                        broadcast.channelId(),
                        seq,
                        broadcast.number() + 1L,
                        broadcast.sessionId(),
                        broadcast.titles().get(0),
                        "Ada",
                        "broadcaster",
                        "livestream:" + broadcast.channelId(),
                        startedAt));
    }

    private void channelChanged(double at, Broadcast broadcast, String title) {
        long seq = nextSeq(broadcast);
        add(
                at,
                broadcast,
                startedAt -> new ChannelChanged(
                        broadcast.channelId(),
                        seq,
                        broadcast.number() + 1L,
                        title,
                        "Ada",
                        "broadcaster",
                        "livestream:" + broadcast.channelId(),
                        null,
                        "UTC"));
    }

    private void ended(double at, Broadcast broadcast) {
        long seq = nextSeq(broadcast);
        add(
                at,
                broadcast,
                startedAt -> new StreamEnded(
                        broadcast.channelId(),
                        seq,
                        broadcast.number() + 1L,
                        broadcast.sessionId(),
                        startedAt,
                        startedAt.plus(broadcast.length()),
                        broadcast.length().toSeconds(),
                        Math.round(broadcast.length().toSeconds() / 60.0),
                        EndReason.BROADCASTER));
    }

    private void summarised(double at, Broadcast broadcast, Figures figures) {
        add(
                at,
                broadcast,
                startedAt -> new SessionSummarised(
                        broadcast.channelId(),
                        broadcast.sessionId(),
                        figures.revision(),
                        startedAt,
                        startedAt.plus(broadcast.length()),
                        Math.round(broadcast.length().toSeconds() / 60.0),
                        figures.peakViewers(),
                        figures.averageViewers(),
                        figures.uniqueViewers(),
                        broadcast.length().toMinutes(),
                        figures.chatMessages(),
                        Math.min(figures.chatMessages(), figures.uniqueViewers()),
                        true,
                        figures.chatComplete()));
    }

    private long nextSeq(Broadcast broadcast) {
        return seqs.merge(broadcast.channelId(), FIRST_SEQ, (last, first) -> last + 1);
    }

    /** Once or, later, once more. */
    private void add(double at, Broadcast broadcast, EventAt event) {
        long id = ++lastId;
        lines.add(new Line(at, id, broadcast, event));
        if (random.nextDouble() < TWICE) {
            lines.add(new Line(at + random.nextDouble() * slot, id, broadcast, event));
        }
    }
}
