package dev.onstage.streamcontrol.provider.getstream;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each of those who try may do, and what an answer says about it. Nobody may take a call live or make a call or channel: a
 * server of Onstage does.
 */
final class ProbeRules {

    /** GetStream's code for a suspended app, which refuses everything. */
    private static final int SUSPENDED = 99;

    private static final int NO_AUTHENTICATION = 5;

    private static final Set<Attempt> WATCHING = EnumSet.of(Attempt.READ_CALL, Attempt.JOIN_CALL, Attempt.READ_CHAT);

    private ProbeRules() {}

    /** What came of an attempt. */
    enum Outcome {
        ALLOWED,
        REFUSED,
        /** GetStream could not be asked, or its answer says neither. It is no reason for anything. */
        NOT_KNOWN
    }

    /** One attempt of somebody and its outcome. */
    record Result(Prober who, Attempt what, Outcome outcome) {

        Outcome expected() {
            return ProbeRules.expected(who, what);
        }

        /** Whether GetStream does what it should not do. */
        boolean isWrong() {
            return outcome != Outcome.NOT_KNOWN && outcome != expected();
        }

        /** Stable, kebab-case. */
        String code() {
            return "probe-" + kebab(who) + "-" + kebab(what);
        }

        private static String kebab(Enum<?> name) {
            return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What somebody tries, in this order. What a ban from the chat means for reading is not ours to say. */
    static List<Attempt> attempts(Prober who) {
        return Stream.of(Attempt.values())
                .filter(what -> who != Prober.BANNED || !WATCHING.contains(what))
                .toList();
    }

    static Outcome expected(Prober who, Attempt what) {
        boolean may =
                switch (who) {
                    case ANONYMOUS, GUEST, BANNED -> false;
                    case VIEWER -> WATCHING.contains(what);
                    case MEMBER -> WATCHING.contains(what) || what == Attempt.POST;
                    case BROADCASTER -> WATCHING.contains(what) || what == Attempt.POST || what == Attempt.PUBLISH;
                };
        return may ? Outcome.ALLOWED : Outcome.REFUSED;
    }

    /**
     * What a refusal says.
     *
     * @param status of the answer
     * @param code GetStream's, null when it was not GetStream who answered
     */
    static Outcome refusal(Prober who, int status, @Nullable Integer code) {
        if (code == null) {
            return Outcome.NOT_KNOWN;
        }
        boolean withoutToken = who == Prober.ANONYMOUS || who == Prober.GUEST;
        boolean notAuthenticated = status == 401 && code == NO_AUTHENTICATION && withoutToken;
        boolean notAllowed = status == 403 && code != SUSPENDED;
        return notAllowed || notAuthenticated ? Outcome.REFUSED : Outcome.NOT_KNOWN;
    }

    /** What the capabilities that GetStream gives to whoever reads a call say about an attempt. */
    static Outcome capability(Prober who, Attempt what, Set<String> capabilities) {
        Set<String> publishing = Set.of("send-audio", "send-video", "join-backstage");
        boolean can =
                switch (what) {
                    case JOIN_CALL -> capabilities.contains("join-call");
                    // Who should publish needs all of it, and who should not may have none.
                    case PUBLISH ->
                        who == Prober.BROADCASTER
                                ? capabilities.containsAll(publishing)
                                : publishing.stream().anyMatch(capabilities::contains);
                    default -> throw new IllegalArgumentException(what + " is tried itself");
                };
        return can ? Outcome.ALLOWED : Outcome.REFUSED;
    }
}
