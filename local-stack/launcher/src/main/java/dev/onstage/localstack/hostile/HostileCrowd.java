package dev.onstage.localstack.hostile;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Sends all hostile inputs again and again in any order, from a few threads, until it is stopped. */
public final class HostileCrowd implements AutoCloseable {

    private static final int THREADS = 4;
    private static final long PAUSE_NANOS = 10_000_000;
    private static final long PATIENCE_MILLIS = 120_000;

    private final AttackTally tally = new AttackTally();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    /**
     * Begins.
     *
     * @param apiKey the public key of the provider's app
     * @param channelId a provisioned channel that nobody watches
     * @param token a good access token of its broadcaster
     */
    public HostileCrowd(URI target, long seed, String apiKey, String channelId, Supplier<String> token) {
        List<Attack> attacks = new Attacks(apiKey, channelId, token).list();
        var random = new SplittableRandom(seed);
        for (int i = 0; i < THREADS; i++) {
            start("hostile " + i, attacks, new RawHttp(target), random.split());
        }
        // Those take their time, so they have threads of their own.
        attacks.stream()
                .filter(attack -> attack.name().contains("trickle"))
                .forEach(attack -> start(attack.name(), List.of(attack), new RawHttp(target), random.split()));
    }

    /** What became of it. */
    public HostileOutcome outcome() {
        return new HostileOutcome(tally.count(), tally.wrongCount(), tally.wrong(), tally.lines());
    }

    /** Sends nothing more, and waits for what is under way. */
    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join(PATIENCE_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void start(String name, List<Attack> attacks, RawHttp http, SplittableRandom random) {
        boolean slow = attacks.size() == 1;
        var thread = new Thread(
                () -> {
                    while (!stopped) {
                        Attack attack = attacks.get(random.nextInt(attacks.size()));
                        if (slow || !attack.name().contains("trickle")) {
                            Answer answer = attack.strike().apply(http);
                            tally.add(attack.name(), answer, attack.right().test(answer));
                        }
                        LockSupport.parkNanos(PAUSE_NANOS);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }
}
