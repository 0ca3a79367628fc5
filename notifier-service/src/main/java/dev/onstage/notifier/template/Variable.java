package dev.onstage.notifier.template;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a template may name in braces. */
public enum Variable {
    /** The stream's title. */
    TITLE("title"),
    /** Who presents. */
    BROADCASTER("broadcaster"),
    /** The channel's id. */
    CHANNEL("channel"),
    /** The address of the channel page. */
    CHANNEL_URL("channelUrl"),
    /** When it began. */
    STARTED_AT("startedAt"),
    /** How long ago that was. */
    STARTED_AGO("startedAgo"),
    /** When it ended; known from then on. */
    ENDED_AT("endedAt"),
    /** How long it was, in words; known once it has ended. */
    DURATION("duration"),
    /** Most viewers at one moment; known soon after the end, as the figures below. */
    PEAK_VIEWERS("peakViewers"),
    /** Viewers averaged over the duration. */
    AVERAGE_VIEWERS("averageViewers"),
    /** Distinct viewers. */
    UNIQUE_VIEWERS("uniqueViewers"),
    /** Chat messages posted. */
    MESSAGES("messages");

    private static final Map<String, Variable> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Variable::text, Function.identity()));

    private final String text;

    Variable(String text) {
        this.text = text;
    }

    /** What stands between the braces. */
    public String text() {
        return text;
    }

    /** The variable of that name, empty when there is none. */
    public static Optional<Variable> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** All of them as a person would type them, for a sentence. */
    public static String all() {
        return Arrays.stream(values())
                .map(variable -> "{" + variable.text + "}")
                .collect(Collectors.joining(", "));
    }
}
