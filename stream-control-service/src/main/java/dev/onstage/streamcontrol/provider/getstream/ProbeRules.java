package dev.onstage.streamcontrol.provider.getstream;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each of those who try may do, and what an answer says about it. Nobody may take a call live or make a call or channel: a
 * server of Onstage does.
 */
final class ProbeRules {

    /** GetStream's code for a suspended app, which refuses everything. */
    private static final int SUSPENDED = 99;

    /** GetStream's codes that say something about the app's key, its secret or a clock, and nothing about what somebody may do. */
    private static final Set<Integer> NOT_ABOUT_PEOPLE = Set.of(2, 40, 41, 42, 43, SUSPENDED);

    private static final Duration SOON = Duration.ofMinutes(5);
    private static final Duration AFTER_NO_ANSWER = Duration.ofMinutes(15);

    /** What is wrong is tried less and less often, since each time makes a guest at GetStream. */
    private static final Duration AT_LEAST_EVERY = Duration.ofHours(1);

    /** How far apart two looks are that make sure of something: GetStream may take a while to do what it was told. */
    static final Duration TO_MAKE_SURE = Duration.ofMinutes(1);

    /** How long something is wrong on the strength of the last answer, when there is no other. */
    static final Duration BELIEVED_FOR = Duration.ofHours(1);

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

    /**
     * What is known of an attempt.
     *
     * @param result the last outcome that said anything
     * @param confirmed whether it came out like that in looks that are a while apart
     * @param wrongFor since when it has come out otherwise than it should
     */
    record Known(Result result, boolean confirmed, Duration wrongFor) {

        /** Whether that is a reason to keep somebody from going live. */
        boolean isReason() {
            return result.isWrong() && confirmed;
        }
    }

    /**
     * When to try again.
     *
     * @param tried what came of the last look
     * @param every when nothing is wrong
     */
    static Duration nextIn(List<Result> tried, List<Known> known, Duration every) {
        List<Known> wrong =
                known.stream().filter(each -> each.result().isWrong()).toList();
        Duration soon = wrong.isEmpty() ? every : afterWrong(wrong);
        Duration next = isAnswered(tried, wrong) ? soon : shorter(AFTER_NO_ANSWER, soon);
        return shorter(next, every);
    }

    private static Duration afterWrong(List<Known> wrong) {
        if (!wrong.stream().allMatch(Known::confirmed)) {
            return TO_MAKE_SURE;
        }
        Duration newest = wrong.stream()
                .map(Known::wrongFor)
                .min(Comparator.naturalOrder())
                .orElse(SOON);
        return newest.compareTo(SOON) < 0 ? SOON : shorter(newest, AT_LEAST_EVERY);
    }

    /** Whether the last look said anything, and about all that is wrong. */
    private static boolean isAnswered(List<Result> tried, List<Known> wrong) {
        Set<String> silent = tried.stream()
                .filter(result -> result.outcome() == Outcome.NOT_KNOWN)
                .map(Result::code)
                .collect(Collectors.toSet());
        boolean allSilent = !tried.isEmpty() && silent.size() == tried.size();
        return !allSilent && wrong.stream().map(each -> each.result().code()).noneMatch(silent::contains);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
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
     * What a refusal says. Whoever has no account is refused with whatever GetStream finds wrong with a request of nobody.
     *
     * @param status of the answer
     * @param code GetStream's, null when it was not GetStream who answered
     */
    static Outcome refusal(Prober who, int status, @Nullable Integer code) {
        if (code == null || NOT_ABOUT_PEOPLE.contains(code)) {
            return Outcome.NOT_KNOWN;
        }
        boolean withoutAccount = who == Prober.ANONYMOUS || who == Prober.GUEST;
        boolean refused = status == 403 || (withoutAccount && (status == 400 || status == 401));
        return refused ? Outcome.REFUSED : Outcome.NOT_KNOWN;
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
