package dev.onstage.streamcontrol.provider.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.streamcontrol.provider.getstream.ProbeRules.Known;
import dev.onstage.streamcontrol.provider.getstream.ProbeRules.Outcome;
import dev.onstage.streamcontrol.provider.getstream.ProbeRules.Result;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeRulesTest {

    /** One line for each of those who try: y may, n may not, - is not tried. */
    @ParameterizedTest
    @CsvSource({
        // who,       read, join, publish, go live, another call, read chat, post, another channel
        "ANONYMOUS,   n, n, n, n, n, n, n, n",
        "GUEST,       n, n, n, n, n, n, n, n",
        "VIEWER,      y, y, n, n, n, y, n, n",
        "MEMBER,      y, y, n, n, n, y, y, n",
        "BANNED,      -, -, n, n, n, -, n, n",
        "BROADCASTER, y, y, y, n, n, y, y, n"
    })
    void shouldSayWhatEachMayDo(
            Prober who,
            String readCall,
            String join,
            String publish,
            String goLive,
            String createCall,
            String readChat,
            String post,
            String createChannel) {
        List<String> wanted = List.of(readCall, join, publish, goLive, createCall, readChat, post, createChannel);

        assertThat(Stream.of(Attempt.values()).map(what -> said(who, what)))
                .as("%s", who)
                .containsExactlyElementsOf(wanted);
    }

    private static String said(Prober who, Attempt what) {
        if (!ProbeRules.attempts(who).contains(what)) {
            return "-";
        }
        return ProbeRules.expected(who, what) == Outcome.ALLOWED ? "y" : "n";
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER, 403, 17, REFUSED",
        "BANNED, 403, 70, REFUSED",
        "BANNED, 403, 60, REFUSED",
        "VIEWER, 403, 99, NOT_KNOWN",
        "VIEWER, 403, , NOT_KNOWN",
        "ANONYMOUS, 401, 5, REFUSED",
        "GUEST, 401, 5, REFUSED",
        "GUEST, 400, 4, REFUSED",
        "ANONYMOUS, 400, 4, REFUSED",
        "ANONYMOUS, 404, 16, NOT_KNOWN",
        "ANONYMOUS, 429, 9, NOT_KNOWN",
        "ANONYMOUS, 403, 99, NOT_KNOWN",
        "ANONYMOUS, 401, 2, NOT_KNOWN",
        "VIEWER, 401, 5, NOT_KNOWN",
        "ANONYMOUS, 401, 43, NOT_KNOWN",
        "VIEWER, 429, 9, NOT_KNOWN",
        "VIEWER, 404, 16, NOT_KNOWN",
        "VIEWER, 400, 4, NOT_KNOWN",
        "VIEWER, 500, -1, NOT_KNOWN",
        "VIEWER, 502, , NOT_KNOWN"
    })
    void shouldTakeOnlyAnAnswerOfGetStreamForARefusal(Prober who, int status, @Nullable Integer code, Outcome outcome) {
        assertThat(ProbeRules.refusal(who, status, code)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VIEWER      | JOIN_CALL | read-call join-call                  | ALLOWED",
                "VIEWER      | JOIN_CALL | read-call                            | REFUSED",
                "VIEWER      | PUBLISH   | join-call                            | REFUSED",
                "VIEWER      | PUBLISH   | join-call send-audio                 | ALLOWED",
                "BROADCASTER | PUBLISH   | send-audio send-video                | REFUSED",
                "BROADCASTER | PUBLISH   | send-audio send-video join-backstage | ALLOWED"
            })
    void shouldReadCapabilities(Prober who, Attempt what, String capabilities, Outcome outcome) {
        assertThat(ProbeRules.capability(who, what, Set.of(capabilities.split(" ", -1))))
                .isEqualTo(outcome);
    }

    /** What is tried again, in minutes: after a first sight soon, then less and less often, and never less than daily. */
    @ParameterizedTest
    @CsvSource({
        // outcome, confirmed, wrong for, answered, next
        "REFUSED,   false,     0,         true,     1440",
        "REFUSED,   false,     0,         false,    15",
        "ALLOWED,   false,     0,         true,     1",
        "ALLOWED,   true,      1,         true,     5",
        "ALLOWED,   true,      20,        true,     20",
        "ALLOWED,   true,      20,        false,    15",
        "ALLOWED,   true,      600,       true,     60",
        "NOT_KNOWN, false,     0,         false,    15"
    })
    void shouldSayWhenToTryAgain(Outcome outcome, boolean confirmed, int wrongFor, boolean answered, int next) {
        Result known = new Result(Prober.VIEWER, Attempt.POST, outcome);
        Result tried = new Result(Prober.VIEWER, Attempt.POST, answered ? outcome : Outcome.NOT_KNOWN);

        assertThat(ProbeRules.nextIn(
                        List.of(tried),
                        List.of(new Known(known, confirmed, Duration.ofMinutes(wrongFor))),
                        Duration.ofDays(1)))
                .isEqualTo(Duration.ofMinutes(next));
    }

    @Test
    void shouldTryAgainSoonerWhatIsWrongAndWasNotAnsweredBesideOthersThatWere() {
        Result wrong = new Result(Prober.GUEST, Attempt.POST, Outcome.ALLOWED);
        List<Result> tried = List.of(
                new Result(Prober.GUEST, Attempt.POST, Outcome.NOT_KNOWN),
                new Result(Prober.VIEWER, Attempt.POST, Outcome.REFUSED));

        assertThat(ProbeRules.nextIn(tried, List.of(new Known(wrong, true, Duration.ofHours(5))), Duration.ofDays(1)))
                .isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void shouldTryNoMoreOftenThanDailyBeforeAnythingWasSetUp() {
        assertThat(ProbeRules.nextIn(List.of(), List.of(), Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void shouldTakeOnlyWhatWasSeenTwiceForAReason() {
        Result wrong = new Result(Prober.VIEWER, Attempt.POST, Outcome.ALLOWED);
        Result right = new Result(Prober.VIEWER, Attempt.POST, Outcome.REFUSED);

        assertThat(new Known(wrong, false, Duration.ZERO).isReason()).isFalse();
        assertThat(new Known(wrong, true, Duration.ofMinutes(1)).isReason()).isTrue();
        assertThat(new Known(right, true, Duration.ZERO).isReason()).isFalse();
    }

    @Test
    void shouldCallOnlyWrongWhatIsKnown() {
        assertThat(new Result(Prober.VIEWER, Attempt.POST, Outcome.NOT_KNOWN).isWrong())
                .isFalse();
        assertThat(new Result(Prober.VIEWER, Attempt.POST, Outcome.REFUSED).isWrong())
                .isFalse();
        assertThat(new Result(Prober.VIEWER, Attempt.POST, Outcome.ALLOWED).isWrong())
                .isTrue();
        assertThat(new Result(Prober.MEMBER, Attempt.POST, Outcome.REFUSED).isWrong())
                .isTrue();
        assertThat(new Result(Prober.MEMBER, Attempt.CREATE_CALL, Outcome.ALLOWED).code())
                .isEqualTo("probe-member-create-call");
    }
}
