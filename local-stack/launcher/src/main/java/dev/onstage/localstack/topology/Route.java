package dev.onstage.localstack.topology;

import java.util.List;

/**
 * One line of the route table.
 *
 * @param pattern path segments; {@code *} stands for any one segment, {@code **} at the end for any number of them, none
 *     included
 * @param service who answers
 */
public record Route(String pattern, ServiceKind service) {

    private static final String ANY_ONE = "*";
    private static final String ANY_REST = "**";

    /** Whether the path (without query) is this line's. */
    public boolean matches(String path) {
        List<String> wanted = segments(pattern);
        List<String> actual = segments(path);
        for (int i = 0; i < wanted.size(); i++) {
            String segment = wanted.get(i);
            if (segment.equals(ANY_REST)) {
                return true;
            }
            if (i >= actual.size() || !(segment.equals(ANY_ONE) || segment.equals(actual.get(i)))) {
                return false;
            }
        }
        return actual.size() == wanted.size();
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/"));
    }
}
