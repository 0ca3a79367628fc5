package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.broadcast.BroadcastConfig.ReconcilerConfig;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Live;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Starting;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the reconciler is to look at a channel next. */
final class Cadence {

    /** A hint is resolved by whoever heard it; if that fails, the reconciler takes over after this time. */
    private static final Duration HINT_FALLBACK = Duration.ofSeconds(2);

    private final ReconcilerConfig config;

    Cadence(ReconcilerConfig config) {
        this.config = config;
    }

    /**
     * When to look next, null for never.
     *
     * @param polling whether webhooks cannot reach this install
     */
    @Nullable Instant next(BroadcastSnapshot snapshot, boolean polling, Instant now) {
        Broadcast broadcast = snapshot.broadcast();
        BroadcastState state = broadcast.state();
        Instant pull = snapshot.upkeep().sessionsToPull().isEmpty() ? null : now.plus(config.unsettled());
        if (state.name() == BroadcastState.Name.UNPROVISIONED) {
            return pull;
        }
        Instant next = now.plus(interval(snapshot, polling, now));
        next = pull == null ? next : earlier(next, pull);
        Instant askAgainAt = broadcast.askAgainAt(now);
        next = askAgainAt == null ? next : earlier(next, askAgainAt);
        if (state instanceof Starting starting && starting.deadline().isAfter(now)) {
            next = earlier(next, starting.deadline());
        }
        if (state instanceof Live live) {
            Encoder.Grace grace = broadcast.encoder().grace();
            if (grace != null) {
                next = earlier(next, grace.endsAt());
            }
            Duration maxDuration = snapshot.channel().maxDuration();
            if (maxDuration != null) {
                next = earlier(next, live.session().startedAt().plus(maxDuration));
            }
        }
        return next;
    }

    /** As {@link #next}, after a decision that wants the provider asked: nobody may come to do it. */
    @Nullable Instant afterDecision(BroadcastSnapshot snapshot, Decision.Accepted decision, boolean polling, Instant now) {
        Instant next = next(snapshot, polling, now);
        boolean soon = decision.wanted().contains(Wanted.READ_CALL)
                || decision.wanted().contains(Wanted.FIND_ENCODER)
                || !decision.sessionsToPull().isEmpty();
        if (!soon) {
            return next;
        }
        Instant fallback = now.plus(HINT_FALLBACK);
        return next == null ? fallback : earlier(next, fallback);
    }

    private Duration interval(BroadcastSnapshot snapshot, boolean polling, Instant now) {
        Broadcast broadcast = snapshot.broadcast();
        Duration interval =
                switch (broadcast.state().name()) {
                    case STARTING, ENDING -> config.unsettled();
                    case LIVE -> broadcast.encoder().gone() ? config.encoderGone() : config.live();
                    case READY, UNPROVISIONED -> ready(snapshot, now);
                };
        return polling && interval.compareTo(config.polling()) > 0 ? config.polling() : interval;
    }

    private Duration ready(BroadcastSnapshot snapshot, Instant now) {
        Instant watchedUntil = snapshot.upkeep().watchedUntil();
        if (snapshot.broadcast().stopOwed() != null) {
            return config.unsettled();
        }
        return watchedUntil != null && watchedUntil.isAfter(now) ? config.watched() : config.idle();
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
