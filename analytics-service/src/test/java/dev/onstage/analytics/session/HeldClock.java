package dev.onstage.analytics.session;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The clock of the test application: it goes like any other until a test holds it. */
@Alternative
@Priority(1)
@ApplicationScoped
public class HeldClock implements InstantSource {

    private volatile @Nullable Instant held;

    @Override
    public Instant instant() {
        Instant moment = held;
        return moment == null ? Instant.now() : moment;
    }

    /** It is this moment until {@link #release}. */
    public void hold(Instant moment) {
        held = moment;
    }

    /** It goes again. */
    public void release() {
        held = null;
    }
}
