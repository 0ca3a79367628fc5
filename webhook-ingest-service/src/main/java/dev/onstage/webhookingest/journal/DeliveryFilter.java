package dev.onstage.webhookingest.journal;

import dev.onstage.events.ChannelIds;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries are meant; what is null does not matter.
 *
 * @param channelId our channel
 * @param eventType the provider's type, in full
 * @param outcome what became of it
 * @param from received at or after
 * @param to received before
 * @param callCid the call, in full
 * @param webhookId the sender's id of the delivery
 */
public record DeliveryFilter(
        @Nullable String channelId,
        @Nullable String eventType,
        @Nullable DeliveryOutcome outcome,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String callCid,
        @Nullable String webhookId) {
    private static final Pattern CHANNEL = Pattern.compile("[a-z0-9-]{1,48}");
    private static final int LONGEST = 200;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * Reads what a person asked for.
     *
     * @throws ProblemException {@code invalid-request} naming the field
     */
    public static DeliveryFilter parse(
            @Nullable String channel,
            @Nullable String type,
            @Nullable String outcome,
            @Nullable String from,
            @Nullable String to,
            @Nullable String callCid,
            @Nullable String webhookId) {
        DeliveryFilter filter = new DeliveryFilter(
                channel(channel),
                text("type", type),
                outcome(outcome),
                time("from", from),
                time("to", to),
                text("callCid", callCid),
                text("webhookId", webhookId));
        if (filter.from() != null && filter.to() != null && !filter.from().isBefore(filter.to())) {
            throw invalid("from is not before to.", "Give a range of time: from (inclusive), to (exclusive).");
        }
        return filter;
    }

    /** The same for one channel only. */
    DeliveryFilter within(String onlyChannelId) {
        return new DeliveryFilter(onlyChannelId, eventType, outcome, from, to, callCid, webhookId);
    }

    /** The channel that a call belongs to, when one is asked for. */
    Optional<String> channelOfCall() {
        return callCid == null ? Optional.empty() : ChannelIds.ofCall(callCid);
    }

    private static @Nullable String channel(@Nullable String value) {
        if (isAbsent(value)) {
            return null;
        }
        if (value != null && !CHANNEL.matcher(value).matches()) {
            throw invalid("channel is not the id of a channel.", "Channel ids have 1 to 48 of a-z, 0-9 and -.");
        }
        return value;
    }

    private static @Nullable String text(String field, @Nullable String value) {
        if (isAbsent(value)) {
            return null;
        }
        if (value != null && (value.length() > LONGEST || value.indexOf('\0') >= 0)) {
            throw invalid(field + " is not usable.", "Give at most " + LONGEST + " printable characters.");
        }
        return value;
    }

    private static @Nullable DeliveryOutcome outcome(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        return Arrays.stream(DeliveryOutcome.values())
                .filter(outcome -> outcome.name().equalsIgnoreCase(value.strip()))
                .findFirst()
                .orElseThrow(() -> invalid(
                        "outcome is none there is.",
                        "It is one of "
                                + Arrays.stream(DeliveryOutcome.values())
                                        .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private static @Nullable Instant time(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            Instant instant = Instant.parse(value.strip());
            if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
                throw new DateTimeException("out of range");
            }
            return instant;
        } catch (DateTimeException notATime) {
            throw invalid(field + " is not a time.", "Write it as 2026-11-22T14:00:00Z.");
        }
    }

    private static boolean isAbsent(@Nullable String value) {
        return value == null || value.isBlank();
    }

    private static ProblemException invalid(String detail, String fix) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail).fix(fix);
    }
}
