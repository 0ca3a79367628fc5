package dev.onstage.streamcontrol.live;

import dev.onstage.streamcontrol.broadcast.BroadcastQuery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Which ids can be channels. Anybody may ask for any id: one that is no id is told without a look anywhere, and however many
 * unknown ones are asked for, PostgreSQL answers a bounded number of questions a second.
 */
@ApplicationScoped
class KnownChannels {

    /** Beyond this many questions a second the ids of all channels are read at once and serve for a moment. */
    static final int SINGLE_QUESTIONS = 50;

    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,48}");

    private final Uni<Set<String>> all;
    private final InstantSource clock;
    private volatile Instant readAgainAt = Instant.MIN;
    private Instant windowEnds = Instant.MIN;
    private int asked;

    @Inject
    KnownChannels(BroadcastQuery broadcasts) {
        this(broadcasts::findIds, InstantSource.system());
    }

    KnownChannels(Supplier<Uni<Set<String>>> ids, InstantSource clock) {
        this.clock = clock;
        this.all = Uni.createFrom()
                .deferred(() -> {
                    readAgainAt = clock.instant().plus(WINDOW);
                    return ids.get();
                })
                .memoize()
                .until(() -> !clock.instant().isBefore(readAgainAt));
    }

    /** Whether this has the form of a channel's id. */
    static boolean isId(String channelId) {
        return ID.matcher(channelId).matches();
    }

    /** False when there is no such channel; true when it has to be looked up. */
    Uni<Boolean> mayExist(String channelId) {
        if (!isId(channelId)) {
            return Uni.createFrom().item(false);
        }
        return isQuiet() ? Uni.createFrom().item(true) : all.map(ids -> ids.contains(channelId));
    }

    private synchronized boolean isQuiet() {
        Instant now = clock.instant();
        if (!now.isBefore(windowEnds)) {
            windowEnds = now.plus(WINDOW);
            asked = 0;
        }
        asked++;
        return asked <= SINGLE_QUESTIONS;
    }
}
