package dev.onstage.support.outbox;

import dev.onstage.events.OnstageEvent;

/**
 * An event that Kafka has confirmed.
 *
 * @param key its record key
 * @param event its value
 */
public record RelayedEvent(String key, OnstageEvent event) {}
