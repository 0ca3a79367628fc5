package dev.onstage.analytics.audience;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The viewers present during a window: each stay counts over {@code [joinedAt, leftAt) ∩ window}, an open one until the
 * end of the window. Immutable; all figures are exact to the microsecond.
 *
 * <p>Whom to leave out (the broadcaster, stays that ended with an earlier session) is the caller's to decide.
 */
public final class Audience {

    private final Window window;
    /** Strictly ascending moments of change, the first at the start of the window when anybody was present. */
    private final long[] moments;
    /** Viewers from the moment of the same index on. */
    private final int[] counts;

    private final int uniqueViewers;
    private final long watchMicros;

    private Audience(Window window, long[] moments, int[] counts, int uniqueViewers, long watchMicros) {
        this.window = window;
        this.moments = moments;
        this.counts = counts;
        this.uniqueViewers = uniqueViewers;
        this.watchMicros = watchMicros;
    }

    /** The audience of a window; each stay is given once. */
    public static Audience during(Window window, Collection<Stay> stays) {
        Stays each = Stays.of(stays);
        long[] joins = new long[each.size()];
        long[] leaves = new long[each.size()];
        Set<String> users = new HashSet<>();
        int present = 0;
        long watchMicros = 0;
        for (int place = 0; place < each.size(); place++) {
            long from = Math.max(each.joinedMicros(place), window.fromMicros());
            long to = Math.min(each.leftMicros(place), window.toMicros());
            if (from < to) {
                joins[present] = from;
                leaves[present] = to;
                present++;
                watchMicros += to - from;
                users.add(each.userId(place));
            }
        }
        Arrays.sort(joins, 0, present);
        Arrays.sort(leaves, 0, present);
        return sweep(window, joins, leaves, present, users.size(), watchMicros);
    }

    /** All leaves of a moment are counted before its joins: one who goes as another comes makes no peak of two. */
    private static Audience sweep(
            Window window, long[] joins, long[] leaves, int present, int uniqueViewers, long watchMicros) {
        long[] moments = new long[2 * present];
        int[] counts = new int[2 * present];
        int size = 0;
        int joined = 0;
        int left = 0;
        while (left < present) {
            long moment = joined < present ? Math.min(joins[joined], leaves[left]) : leaves[left];
            while (left < present && leaves[left] == moment) {
                left++;
            }
            while (joined < present && joins[joined] == moment) {
                joined++;
            }
            int count = joined - left;
            if (size == 0 || counts[size - 1] != count) {
                moments[size] = moment;
                counts[size] = count;
                size++;
            }
        }
        return new Audience(
                window, Arrays.copyOf(moments, size), Arrays.copyOf(counts, size), uniqueViewers, watchMicros);
    }

    /** The most viewers at one moment. */
    public int peak() {
        return IntStream.of(counts).max().orElse(0);
    }

    /** Distinct user ids: two tabs of one person are one viewer. */
    public int uniqueViewers() {
        return uniqueViewers;
    }

    /** The stays added up. */
    public Duration watchTime() {
        return Duration.ofNanos(Math.multiplyExact(watchMicros, 1_000L));
    }

    /** The stays added up, in minutes, rounded half up. */
    public long watchMinutes() {
        return (watchMicros + 30 * Micros.PER_SECOND) / (60 * Micros.PER_SECOND);
    }

    /** Viewers averaged over the window, to two decimals; 0 for an empty window. */
    public double average() {
        long length = window.toMicros() - window.fromMicros();
        return length == 0 ? 0 : Math.round(100.0 * watchMicros / length) / 100.0;
    }

    /** How many were present at a moment; 0 outside the window. */
    public int at(Instant moment) {
        int index = indexAt(Micros.of(moment));
        return index < 0 || !window.contains(moment) ? 0 : counts[index];
    }

    /**
     * Whether the provider's count of identified participants was reached at some moment within {@code slack} around its
     * observation: the provider's clock and ours differ, and people come and go while it counts. Beyond the window nobody
     * is expected, so a count close to its edges may be lower.
     */
    public boolean agreesWith(ProviderCount observation, Duration slack) {
        int[] range = around(observation.observedAt(), slack);
        return range[0] <= observation.identified() && observation.identified() <= range[1];
    }

    /**
     * Whether there are more viewers than the provider counted, at every moment within {@code slack} around its
     * observation, even when {@code gone} of those who are still present are taken to have left.
     */
    boolean hasMoreThan(ProviderCount observation, Duration slack, int gone) {
        return around(observation.observedAt(), slack)[0] - gone > observation.identified();
    }

    /** The least and the most viewers within {@code slack} around a moment. */
    private int[] around(Instant moment, Duration slack) {
        long from = Micros.of(moment.minus(slack));
        long to = Micros.of(moment.plus(slack));
        boolean atEdge = from < window.fromMicros() || to > window.toMicros();
        int index = indexAt(Math.max(from, window.fromMicros()));
        int most = index < 0 ? 0 : counts[index];
        int least = atEdge ? 0 : most;
        for (int next = index + 1; next < moments.length && moments[next] < to; next++) {
            least = Math.min(least, counts[next]);
            most = Math.max(most, counts[next]);
        }
        return new int[] {least, most};
    }

    /**
     * The viewer line from the start of the window on, at most {@code maxPoints} points; a longer one is thinned as
     * {@link ViewerLine} says.
     *
     * @param maxPoints at least 4
     */
    public List<ViewerPoint> line(int maxPoints) {
        return ViewerLine.thin(points(), window, maxPoints);
    }

    /** Every UTC minute of the window ({@link ViewerLine#byMinute}). */
    public List<ViewerMinute> minutes() {
        return ViewerLine.byMinute(points(), window);
    }

    private List<ViewerPoint> points() {
        List<ViewerPoint> points = new ArrayList<>(moments.length + 1);
        if (window.length().isZero()) {
            return points;
        }
        if (moments.length == 0 || moments[0] > window.fromMicros()) {
            points.add(new ViewerPoint(window.from(), 0));
        }
        for (int i = 0; i < moments.length && moments[i] < window.toMicros(); i++) {
            points.add(new ViewerPoint(Micros.toInstant(moments[i]), counts[i]));
        }
        return points;
    }

    /** Index of the last change not after the moment, -1 when it lies before the first. */
    private int indexAt(long moment) {
        int found = Arrays.binarySearch(moments, moment);
        return found >= 0 ? found : -found - 2;
    }
}
