package dev.onstage.support.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onstage.support.limit.CommandLimitConfig.Limit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A bucket of tokens for each account and command. A command takes one; they come back one by one. An account that has not
 * been seen for a while has a full bucket, so nothing is kept for it.
 */
@ApplicationScoped
class CommandLimits {
    /** Beyond so many, those unused for longest are forgotten, which is to their advantage. */
    private static final int MOST_BUCKETS = 50_000;

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private record Key(String command, String who) {}

    private record Bucket(double tokens, long filledAt) {}

    private final CommandLimitConfig config;
    private final LongSupplier nanoTime;
    private final Cache<Key, Bucket> buckets;

    @Inject
    CommandLimits(CommandLimitConfig config) {
        this(config, System::nanoTime);
    }

    CommandLimits(CommandLimitConfig config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
        this.buckets = Caffeine.newBuilder().maximumSize(MOST_BUCKETS).build();
    }

    /**
     * Takes a token.
     *
     * @param command name of the limit
     * @param who the account, or the address of somebody without one
     * @return zero when the command may be given, else after how many seconds it may be
     */
    int take(String command, String who) {
        Limit limit = Objects.requireNonNull(config.limits().get(command), "limits have defaults");
        double perNano = limit.perMinute() / (double) MINUTE.toNanos();
        long now = nanoTime.getAsLong();
        AtomicLong wait = new AtomicLong();
        buckets.asMap().compute(new Key(command, who), (key, bucket) -> {
            double tokens = bucket == null
                    ? limit.burst()
                    : Math.min(limit.burst(), bucket.tokens() + (now - bucket.filledAt()) * perNano);
            if (tokens >= 1) {
                return new Bucket(tokens - 1, now);
            }
            wait.set(Math.max(1, (long) Math.ceil((1 - tokens) / perNano / SECOND.toNanos())));
            return new Bucket(tokens, now);
        });
        return Math.toIntExact(wait.get());
    }
}
