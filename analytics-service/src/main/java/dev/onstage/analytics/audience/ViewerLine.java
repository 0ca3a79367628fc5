package dev.onstage.analytics.audience;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a viewer line short enough to draw. A line is a step function: each point holds until the next.
 *
 * <p>The time is cut into equal slices, and of each slice the highest, the lowest and the last point stay, of the whole line
 * the first as well. So the drawn line has the true value at every edge of a slice, no peak and no dip disappears, and a burst
 * before a quiet hour does not leave a wrong value standing for that hour.
 */
public final class ViewerLine {

    private static final int KEPT_PER_SLICE = 3;

    private ViewerLine() {}

    /**
     * At most {@code maxPoints} of the points, the first and the last always among them.
     *
     * @param points in ascending order, within the window
     * @param window what the line covers
     * @param maxPoints at least 4
     */
    public static List<ViewerPoint> thin(List<ViewerPoint> points, Window window, int maxPoints) {
        if (maxPoints <= KEPT_PER_SLICE) {
            throw new IllegalArgumentException("A line of " + maxPoints + " points is none");
        }
        if (points.size() <= maxPoints) {
            return List.copyOf(points);
        }
        int slices = (maxPoints - 1) / KEPT_PER_SLICE;
        long length = Math.max(1, window.toMicros() - window.fromMicros());
        List<ViewerPoint> kept = new ArrayList<>(maxPoints);
        kept.add(points.get(0));
        int from = 1;
        while (from < points.size()) {
            long slice = sliceOf(points.get(from), window, slices, length);
            int to = from + 1;
            while (to < points.size() && sliceOf(points.get(to), window, slices, length) == slice) {
                to++;
            }
            keep(points, from, to, kept);
            from = to;
        }
        return kept;
    }

    /**
     * Every UTC minute of a window with its peak and average, the first and the last minute cut at the window's edges; empty
     * for an empty window. Before the first point nobody is there.
     *
     * @param points in ascending order, within the window
     * @param window what the line covers
     */
    public static List<ViewerMinute> byMinute(List<ViewerPoint> points, Window window) {
        List<ViewerMinute> minutes = new ArrayList<>();
        int next = 0;
        int count = 0;
        long at = window.fromMicros();
        while (at < window.toMicros()) {
            long start = Math.floorDiv(at, Micros.PER_MINUTE) * Micros.PER_MINUTE;
            long end = Math.min(start + Micros.PER_MINUTE, window.toMicros());
            long length = end - at;
            long viewerMicros = 0;
            int peak = 0;
            while (next < points.size() && Micros.of(points.get(next).at()) < end) {
                long moment = Micros.of(points.get(next).at());
                peak = moment > at ? Math.max(peak, count) : peak;
                viewerMicros += (moment - at) * count;
                at = moment;
                count = points.get(next).count();
                next++;
            }
            viewerMicros += (end - at) * count;
            minutes.add(new ViewerMinute(
                    Micros.toInstant(start), Math.max(peak, count), Math.round(100.0 * viewerMicros / length) / 100.0));
            at = end;
        }
        return minutes;
    }

    private static long sliceOf(ViewerPoint point, Window window, int slices, long length) {
        return Math.min(slices - 1L, (Micros.of(point.at()) - window.fromMicros()) * slices / length);
    }

    /** Of the points of one slice those that stay, in their order. */
    private static void keep(List<ViewerPoint> points, int from, int to, List<ViewerPoint> kept) {
        int highest = from;
        int lowest = from;
        for (int i = from + 1; i < to; i++) {
            if (points.get(i).count() > points.get(highest).count()) {
                highest = i;
            }
            if (points.get(i).count() < points.get(lowest).count()) {
                lowest = i;
            }
        }
        int earlier = Math.min(highest, lowest);
        int later = Math.max(highest, lowest);
        kept.add(points.get(earlier));
        if (later != earlier) {
            kept.add(points.get(later));
        }
        if (to - 1 != later) {
            kept.add(points.get(to - 1));
        }
    }
}
