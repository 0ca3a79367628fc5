package dev.onstage.simulator.getstream.hook;

import java.time.Duration;

/**
 * GetStream's rules for a delivery that failed: 6 s for a request, 15 s for all attempts together, three attempts for
 * 408, 429, 5xx and timeouts, two for a network error, one for everything else. The pause between attempts is
 * undocumented.
 */
final class RetryRules {

    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(6);
    static final Duration TOTAL_TIMEOUT = Duration.ofSeconds(15);
    static final Duration PAUSE = Duration.ofMillis(500);

    private RetryRules() {}

    /** How an attempt ended; {@code status} counts only for {@link Kind#ANSWERED}. */
    record Outcome(Kind kind, int status) {
        static Outcome answered(int status) {
            return new Outcome(Kind.ANSWERED, status);
        }

        static final Outcome TIMEOUT = new Outcome(Kind.TIMEOUT, 0);
        static final Outcome NETWORK_ERROR = new Outcome(Kind.NETWORK_ERROR, 0);

        boolean delivered() {
            return kind == Kind.ANSWERED && status >= 200 && status < 300;
        }
    }

    enum Kind {
        ANSWERED,
        TIMEOUT,
        NETWORK_ERROR
    }

    /** How many attempts a delivery gets when one of them ended with {@code outcome}. */
    static int attemptsAfter(Outcome outcome) {
        return switch (outcome.kind()) {
            case TIMEOUT -> 3;
            case NETWORK_ERROR -> 2;
            case ANSWERED -> {
                int status = outcome.status();
                yield status == 408 || status == 429 || status >= 500 ? 3 : 1;
            }
        };
    }

    /** Whether attempt number {@code attempt}, ended with {@code outcome} {@code elapsed} after the first began, is followed by another. */
    static boolean goesOn(int attempt, Outcome outcome, Duration elapsed) {
        return !outcome.delivered()
                && attempt < attemptsAfter(outcome)
                && elapsed.plus(PAUSE).compareTo(TOTAL_TIMEOUT) < 0;
    }

    /** The time a request that starts {@code elapsed} after the first may take. */
    static Duration timeout(Duration elapsed) {
        Duration left = TOTAL_TIMEOUT.minus(elapsed);
        return left.compareTo(REQUEST_TIMEOUT) < 0 ? left : REQUEST_TIMEOUT;
    }
}
