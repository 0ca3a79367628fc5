package dev.onstage.localstack.rolling;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Everything that should have worked and did not, in the order in which it was noticed. Thread-safe. */
public final class Mishaps {

    private final InstantSource clock;
    private final List<Mishap> noticed = new ArrayList<>();

    /** None yet. */
    public Mishaps() {
        this(InstantSource.system());
    }

    Mishaps(InstantSource clock) {
        this.clock = clock;
    }

    /** Notes one that is noticed now. */
    public synchronized void note(String who, String what) {
        noticed.add(new Mishap(clock.instant(), who, what));
    }

    /** Those from then on. */
    public synchronized List<Mishap> since(Instant moment) {
        return noticed.stream().filter(mishap -> !mishap.at().isBefore(moment)).toList();
    }

    /** All of them. */
    public synchronized List<Mishap> all() {
        return List.copyOf(noticed);
    }
}
