package dev.onstage.localstack.chaos;

/**
 * What {@link ChaosNotifier} does.
 *
 * @param kills SIGKILLs of one of the two copies of the notifier
 * @param sessions how many sessions are told of
 * @param seed decides everything that is told and whom the kills hit when
 */
public record ChaosNotifierOptions(int kills, int sessions, long seed) {}
