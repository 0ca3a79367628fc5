package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rule that makes calls fail. Confined to the event loop.
 *
 * <p>JSON: {@code status} (answer with it; 429 takes {@code retryAfter} seconds, {@code global}, {@code scope}),
 * {@code code} and {@code message} of the error body, {@code html} (the answer of the firewall in front of Discord),
 * {@code body} with {@code contentType} (this text instead of Discord's JSON), {@code drop} ({@code request}: closed
 * before anything happens; {@code answer}: done, then closed), {@code delayMillis} (before anything happens),
 * {@code slowAnswerMillis} (done at once, answered late), {@code webhook} and {@code methods} to narrow it,
 * {@code times} (default 1, -1 for ever) and {@code probability}. With {@code forSeconds} the rule is over so long after
 * it was set, strikes any number of times until then, and a 429 tells the time that is left.
 */
final class Fault {
    /** What becomes of the connection. */
    enum Drop {
        NONE,
        REQUEST,
        ANSWER
    }

    private static final double MILLIS = 1000.0;

    private final long id;
    private final JsonObject rule;
    private final Clock clock;
    private final @Nullable Instant until;
    private final @Nullable String webhook;
    private final Set<String> methods;
    private final double probability;
    private int timesLeft;

    Fault(long id, JsonObject rule, Clock clock) {
        this.id = id;
        this.rule = rule;
        this.clock = clock;
        Double seconds = rule.getDouble("forSeconds");
        this.until = seconds == null ? null : clock.instant().plusMillis(Math.round(seconds * MILLIS));
        this.webhook = rule.getString("webhook");
        this.methods = rule.getJsonArray("methods", new JsonArray()).stream()
                .map(Object::toString)
                .collect(Collectors.toUnmodifiableSet());
        this.probability = rule.getDouble("probability", 1.0);
        this.timesLeft = rule.getInteger("times", until == null ? 1 : -1);
        checkTypes();
    }

    /** Reads everything once, so that a rule with a wrong type is refused when it is set. */
    private void checkTypes() {
        drop();
        if (delayMillis() < 0 || slowAnswerMillis() < 0) {
            throw new IllegalArgumentException("a delay must not be negative");
        }
        if (hasStatus()) {
            ApiError error = error();
            if (error.status() < 200 || error.status() > 599) {
                throw new IllegalArgumentException("status must be between 200 and 599");
            }
        }
        body();
        contentType();
        isHtml();
        retryAfterSeconds();
        scope();
    }

    long id() {
        return id;
    }

    /** Whether this rule strikes the call; counts it when it does. */
    boolean strikes(String method, String webhookId) {
        if (isSpent()
                || (webhook != null && !webhook.equals(webhookId))
                || (!methods.isEmpty() && !methods.contains(method))
                || ThreadLocalRandom.current().nextDouble() >= probability) {
            return false;
        }
        if (timesLeft > 0) {
            timesLeft--;
        }
        return true;
    }

    boolean isSpent() {
        return timesLeft == 0 || (until != null && !clock.instant().isBefore(until));
    }

    Drop drop() {
        return switch (rule.getString("drop", "")) {
            case "" -> Drop.NONE;
            case "request" -> Drop.REQUEST;
            case "answer" -> Drop.ANSWER;
            default -> throw new IllegalArgumentException("drop must be request or answer");
        };
    }

    long delayMillis() {
        return rule.getLong("delayMillis", 0L);
    }

    long slowAnswerMillis() {
        return rule.getLong("slowAnswerMillis", 0L);
    }

    /** The text to answer with instead of Discord's JSON, null for Discord's own. */
    @Nullable String body() {
        return rule.getString("body");
    }

    String contentType() {
        return rule.getString("contentType", "text/plain");
    }

    boolean hasStatus() {
        return rule.containsKey("status");
    }

    boolean isHtml() {
        return rule.getBoolean("html", false);
    }

    double retryAfterSeconds() {
        double left = until == null
                ? 1.0
                : Math.max(1, Duration.between(clock.instant(), until).toMillis()) / MILLIS;
        return rule.getDouble("retryAfter", left);
    }

    boolean isGlobal() {
        return rule.getBoolean("global", false);
    }

    String scope() {
        return rule.getString("scope", isGlobal() ? "global" : "user");
    }

    ApiError error() {
        int status = rule.getInteger("status");
        return new ApiError(
                status, rule.getInteger("code", 0), rule.getString("message", status + ": injected fault"), null);
    }

    JsonObject toJson() {
        return rule.copy().put("id", id).put("timesLeft", timesLeft).put("until", until);
    }
}
