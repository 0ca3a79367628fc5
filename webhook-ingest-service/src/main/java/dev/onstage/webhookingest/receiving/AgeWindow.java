package dev.onstage.webhookingest.receiving;

import java.time.Duration;
import java.time.Instant;

/** From when to when an event's time may be, seen from its receipt; both ends belong to it. */
record AgeWindow(Duration maxAge, Duration maxAhead) {

    boolean contains(Instant eventTime, Instant receivedAt) {
        return !eventTime.isBefore(receivedAt.minus(maxAge)) && !eventTime.isAfter(receivedAt.plus(maxAhead));
    }
}
