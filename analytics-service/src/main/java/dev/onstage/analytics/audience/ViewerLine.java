package dev.onstage.analytics.audience;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a viewer line short enough to draw. */
public final class ViewerLine {

    private ViewerLine() {}

    /**
     * At most {@code maxPoints} of the points: cut into equal slices of time, of each the first and the highest point.
     *
     * @param points in ascending order, within the window
     * @param window what the line covers
     * @param maxPoints at least 4
     */
    public static List<ViewerPoint> thin(List<ViewerPoint> points, Window window, int maxPoints) {
        if (points.size() <= maxPoints) {
            return List.copyOf(points);
        }
        int slices = maxPoints / 2;
        long length = Math.max(1, window.toMicros() - window.fromMicros());
        List<ViewerPoint> kept = new ArrayList<>(maxPoints);
        long slice = -1;
        ViewerPoint first = null;
        ViewerPoint highest = null;
        for (ViewerPoint point : points) {
            long in = Math.min(slices - 1, (Micros.of(point.at()) - window.fromMicros()) * slices / length);
            if (in != slice) {
                keep(kept, first, highest);
                slice = in;
                first = point;
                highest = point;
            } else if (highest == null || point.count() > highest.count()) {
                highest = point;
            }
        }
        keep(kept, first, highest);
        return kept;
    }

    private static void keep(List<ViewerPoint> kept, @Nullable ViewerPoint first, @Nullable ViewerPoint highest) {
        if (first != null) {
            kept.add(first);
        }
        if (highest != null && !highest.equals(first)) {
            kept.add(highest);
        }
    }
}
