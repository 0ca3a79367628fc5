package dev.onstage.localstack.rolling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sessions that a broadcaster was told of, to be compared with those that Onstage knows afterwards. Thread-safe. */
public final class Broadcasts {

    private static final int EXAMPLES = 5;

    private final Set<String> begun = new LinkedHashSet<>();
    private int unknown;

    /** A session was named in an answer. It may be one that was named before, whose end was not told. */
    public synchronized void begun(String sessionId) {
        begun.add(sessionId);
    }

    /** A request to go live was not answered as it should: there may be a session of which nobody was told. */
    public synchronized void unknown() {
        unknown++;
    }

    /** How many were told. */
    public synchronized int count() {
        return begun.size();
    }

    /** Whether all that were told are among those. */
    public synchronized boolean allIn(List<String> known) {
        return Set.copyOf(known).containsAll(begun);
    }

    /** Everything that is wrong with what Onstage knows, in words. */
    public synchronized List<String> differences(List<String> known) {
        var times = new HashMap<String, Integer>();
        known.forEach(id -> times.merge(id, 1, Integer::sum));
        var differences = new ArrayList<String>();
        List<String> lost = begun.stream().filter(id -> !times.containsKey(id)).toList();
        List<String> twice = times.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
        List<String> untold =
                times.keySet().stream().filter(id -> !begun.contains(id)).toList();
        say(differences, lost, "sessions are lost");
        say(differences, twice, "sessions are there twice");
        if (untold.size() > unknown) {
            say(differences, untold, "sessions are there that nobody began, where " + unknown + " may be");
        }
        return differences;
    }

    private static void say(List<String> differences, List<String> ids, String what) {
        if (!ids.isEmpty()) {
            differences.add(ids.size() + " " + what + ": "
                    + String.join(", ", ids.stream().limit(EXAMPLES).toList()));
        }
    }
}
