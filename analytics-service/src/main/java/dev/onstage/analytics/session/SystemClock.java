package dev.onstage.analytics.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;

/** What time it is, for who follows live sessions. Tests have another one. */
@ApplicationScoped
class SystemClock implements InstantSource {

    @Override
    public Instant instant() {
        return Instant.now();
    }
}
