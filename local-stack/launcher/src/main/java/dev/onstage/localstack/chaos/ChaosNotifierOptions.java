package dev.onstage.localstack.chaos;

import java.time.Duration;

/**
 * What {@link ChaosNotifier} does.
 *
 * @param kills SIGKILLs of one of the two copies of the notifier
 * @param sessions how many sessions are told of
 * @param seed decides everything that is told and whom the kills hit when
 * @param lease how long a copy may take for one call; what it leaves behind when it dies is looked at after that
 */
public record ChaosNotifierOptions(int kills, int sessions, long seed, Duration lease) {}
