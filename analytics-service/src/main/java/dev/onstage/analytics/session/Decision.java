package dev.onstage.analytics.session;

import dev.onstage.events.LifecycleEvent;
import java.time.Instant;

/**
 * What was decided about a channel.
 *
 * @param at when, by the clock of the one who decided
 * @param event what
 */
record Decision(Instant at, LifecycleEvent event) {}
