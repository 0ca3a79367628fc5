package dev.onstage.streamcontrol.live;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** Work per channel: never twice at the same time, and once more when somebody asked for it meanwhile. Thread safe. */
final class OneAtATime {

    private final Function<String, Uni<Void>> work;
    private final ConcurrentMap<String, Integer> asked = new ConcurrentHashMap<>();

    /**
     * Makes one.
     *
     * @param work must not fail
     */
    OneAtATime(Function<String, Uni<Void>> work) {
        this.work = work;
    }

    /** Has the work begin after this moment. */
    void ask(String channelId) {
        if (asked.merge(channelId, 1, Integer::sum) == 1) {
            begin(channelId);
        }
    }

    private void begin(String channelId) {
        Integer seen = asked.get(channelId);
        work.apply(channelId).subscribe().with(done -> {
            if (seen != null && !asked.remove(channelId, seen)) {
                begin(channelId);
            }
        });
    }
}
