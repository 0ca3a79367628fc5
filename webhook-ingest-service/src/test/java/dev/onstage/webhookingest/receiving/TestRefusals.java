package dev.onstage.webhookingest.receiving;

import dev.onstage.support.client.ClientAddress;
import dev.onstage.webhookingest.verification.RefusalReason;
import java.time.Clock;

/** What a copy of the service refuses, without requests. */
public final class TestRefusals {
    private static final int SOURCES = 10;

    private TestRefusals() {}

    /** Those of a copy that has just started. */
    public static RefusalCounts none() {
        return new RefusalCounts(Clock.systemUTC(), SOURCES);
    }

    /** Counts that so many requests were refused. */
    public static void refuse(RefusalCounts counts, RefusalReason reason, int times) {
        for (int i = 0; i < times; i++) {
            counts.count(reason, new ClientAddress("203.0.113.1"));
        }
    }
}
