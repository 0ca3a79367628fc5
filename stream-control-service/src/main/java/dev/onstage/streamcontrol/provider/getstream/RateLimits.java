package dev.onstage.streamcontrol.provider.getstream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What GetStream said about its limits, per endpoint: {@code X-RateLimit-Remaining}, {@code X-RateLimit-Reset} (Unix
 * seconds) and {@code Retry-After}. An exhausted endpoint is not asked before its reset, since each request would count.
 */
@ApplicationScoped
class RateLimits {

    /** A reset further away than GetStream's one-minute windows is a clock that differs: never wait longer. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private static final Pattern IDS = Pattern.compile("/(call|channels)/[^/]+/[^/]+|/session/[^/]+");

    private final Map<String, Instant> exhaustedUntil = new ConcurrentHashMap<>();
    private final Clock clock;

    @Inject
    RateLimits() {
        this(Clock.systemUTC());
    }

    RateLimits(Clock clock) {
        this.clock = clock;
    }

    /** How long this endpoint must be left alone, empty when it may be asked. */
    Optional<Duration> wait(String endpoint) {
        Instant until = exhaustedUntil.get(endpoint);
        if (until == null) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), until);
        if (left.isNegative() || left.isZero()) {
            exhaustedUntil.remove(endpoint, until);
            return Optional.empty();
        }
        return Optional.of(left);
    }

    /** Reads the headers of an answer. */
    void observe(String endpoint, int status, MultivaluedMap<String, String> headers) {
        boolean exhausted = status == 429 || "0".equals(headers.getFirst("X-RateLimit-Remaining"));
        if (!exhausted) {
            return;
        }
        Duration wait = retryAfter(headers);
        if (wait != null) {
            exhaustedUntil.put(endpoint, clock.instant().plus(wait));
        }
    }

    /** When the answer asks to be asked again: {@code Retry-After}, else the reset of the limit. */
    @Nullable Duration retryAfter(MultivaluedMap<String, String> headers) {
        Instant now = clock.instant();
        Instant at = retryAt(headers, now);
        if (at == null) {
            return null;
        }
        Duration wait = Duration.between(now, at);
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /** The endpoint that a request counts for: method and path without ids. */
    static String endpoint(String method, String path) {
        return method + " " + IDS.matcher(path).replaceAll("/$1/*");
    }

    private static @Nullable Instant retryAt(MultivaluedMap<String, String> headers, Instant now) {
        String retryAfter = headers.getFirst(HttpHeaders.RETRY_AFTER);
        String reset = headers.getFirst("X-RateLimit-Reset");
        try {
            if (retryAfter != null) {
                return retryAfter.chars().allMatch(Character::isDigit)
                        ? now.plusSeconds(Long.parseLong(retryAfter))
                        : ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant();
            }
            return reset == null ? null : Instant.ofEpochSecond(Long.parseLong(reset));
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }
}
