package dev.onstage.support.messaging;

import dev.onstage.events.EventType;
import dev.onstage.events.OnstageEvent;
import java.time.Instant;

/**
 * An event with its envelope.
 *
 * @param ceId identity of the event, equal for every copy
 * @param ceTime when it happened, by the provider's clock for what the provider reported
 * @param type its type
 * @param event its value
 */
public record ReceivedEvent(String ceId, Instant ceTime, EventType type, OnstageEvent event) {}
