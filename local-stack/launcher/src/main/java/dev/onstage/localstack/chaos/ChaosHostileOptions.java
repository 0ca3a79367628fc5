package dev.onstage.localstack.chaos;

import java.time.Duration;

/**
 * What {@link ChaosHostile} does.
 *
 * @param length how long
 * @param rate signed deliveries per second
 * @param seed decides the crowd and the order of the hostile inputs
 * @param patience how long the sender of signed deliveries waits for an answer
 */
public record ChaosHostileOptions(Duration length, int rate, long seed, Duration patience) {}
