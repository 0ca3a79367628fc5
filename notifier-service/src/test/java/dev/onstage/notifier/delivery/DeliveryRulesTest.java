package dev.onstage.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.notifier.delivery.DeliveryRules.Effect;
import dev.onstage.notifier.delivery.DeliveryRules.Move;
import dev.onstage.notifier.delivery.DeliveryRules.Outcome;
import dev.onstage.notifier.destination.OnUnknown;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The retry decision over every step and every kind of result. */
class DeliveryRulesTest {
    private static final int MAX_TRIES = 3;
    private static final SendResult DONE = new SendResult.Done("M");
    private static final SendResult TRY_AGAIN = new SendResult.TryAgain("trouble");
    private static final SendResult LIMITED = new SendResult.Limited("slow down", Duration.ofSeconds(7), false);
    private static final SendResult REFUSED = new SendResult.Refused("no", false);
    private static final SendResult GONE = new SendResult.DestinationGone("gone", true);
    private static final SendResult MESSAGE_GONE = new SendResult.MessageGone("gone");
    private static final SendResult EDIT_REFUSED = new SendResult.EditRefused("too old");
    private static final SendResult UNKNOWN = new SendResult.Unknown("no answer");

    private final DeliveryRules rules = new DeliveryRules(MAX_TRIES, tries -> Duration.ofSeconds(10L + tries));

    /** Step, result, and the states of live and ended afterwards; the row before has live sent unless it is being posted. */
    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of(Step.POST_LIVE, DONE, FormState.SENT, FormState.OPEN, Outcome.SENT),
                Arguments.of(Step.POST_LIVE, TRY_AGAIN, FormState.OPEN, FormState.OPEN, Outcome.RETRY),
                Arguments.of(Step.POST_LIVE, LIMITED, FormState.OPEN, FormState.OPEN, Outcome.LIMITED),
                Arguments.of(Step.POST_LIVE, REFUSED, FormState.FAILED, FormState.OPEN, Outcome.REFUSED),
                Arguments.of(Step.POST_LIVE, GONE, FormState.FAILED, FormState.OPEN, Outcome.REFUSED),
                Arguments.of(Step.POST_LIVE, UNKNOWN, FormState.OPEN, FormState.OPEN, Outcome.UNKNOWN),
                Arguments.of(Step.EDIT_LIVE, DONE, FormState.SENT, FormState.OPEN, Outcome.SENT),
                Arguments.of(Step.EDIT_LIVE, TRY_AGAIN, FormState.SENT, FormState.OPEN, Outcome.RETRY),
                Arguments.of(Step.EDIT_LIVE, REFUSED, FormState.SENT, FormState.OPEN, Outcome.REFUSED),
                Arguments.of(Step.EDIT_LIVE, MESSAGE_GONE, FormState.DELETED, FormState.OPEN, Outcome.GONE),
                Arguments.of(Step.EDIT_LIVE, EDIT_REFUSED, FormState.SENT, FormState.OPEN, Outcome.REFUSED),
                Arguments.of(Step.EDIT_LIVE, UNKNOWN, FormState.SENT, FormState.OPEN, Outcome.UNKNOWN),
                Arguments.of(Step.POST_ENDED, DONE, FormState.SENT, FormState.SENT, Outcome.SENT),
                Arguments.of(Step.POST_ENDED, TRY_AGAIN, FormState.SENT, FormState.OPEN, Outcome.RETRY),
                Arguments.of(Step.POST_ENDED, REFUSED, FormState.SENT, FormState.FAILED, Outcome.REFUSED),
                Arguments.of(Step.POST_ENDED, UNKNOWN, FormState.SENT, FormState.OPEN, Outcome.UNKNOWN),
                Arguments.of(Step.EDIT_LIVE_INTO_ENDED, DONE, FormState.SENT, FormState.SENT, Outcome.SENT),
                Arguments.of(Step.EDIT_LIVE_INTO_ENDED, MESSAGE_GONE, FormState.DELETED, FormState.OPEN, Outcome.GONE),
                Arguments.of(Step.EDIT_LIVE_INTO_ENDED, EDIT_REFUSED, FormState.SENT, FormState.OPEN, Outcome.REFUSED),
                Arguments.of(Step.EDIT_LIVE_INTO_ENDED, UNKNOWN, FormState.SENT, FormState.OPEN, Outcome.UNKNOWN),
                Arguments.of(Step.DELETE_LIVE, DONE, FormState.DELETED, FormState.DELETED, Outcome.SENT),
                Arguments.of(Step.DELETE_LIVE, MESSAGE_GONE, FormState.DELETED, FormState.DELETED, Outcome.GONE),
                Arguments.of(Step.DELETE_LIVE, TRY_AGAIN, FormState.SENT, FormState.OPEN, Outcome.RETRY));
    }

    @ParameterizedTest
    @MethodSource("table")
    void shouldDecide(Step step, SendResult result, FormState live, FormState ended, Outcome outcome) {
        Move move = after(before(step), step, result, OnUnknown.RESEND_ONCE);

        assertThat(move.notification().live()).isEqualTo(live);
        assertThat(move.notification().ended()).isEqualTo(ended);
        assertThat(move.outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void shouldGiveUpAfterTheLastTry(Step step) {
        Notification row = before(step);
        for (int tries = 0; tries < MAX_TRIES - 1; tries++) {
            Move move = after(row, step, TRY_AGAIN, OnUnknown.RESEND_ONCE);
            assertThat(move.delay()).isEqualTo(Duration.ofSeconds(10 + tries));
            row = move.notification();
        }

        Notification givenUp =
                after(row, step, TRY_AGAIN, OnUnknown.RESEND_ONCE).notification();

        assertThat(givenUp.sentVersion()).isEqualTo(5);
        if (step != Step.EDIT_LIVE && step != Step.EDIT_ENDED) {
            assertThat(givenUp.stateOf(step.form())).isEqualTo(FormState.FAILED);
        }
    }

    @Test
    void shouldNotCountWaitingAsATry() {
        Move move = after(before(Step.POST_LIVE), Step.POST_LIVE, LIMITED, OnUnknown.RESEND_ONCE);

        assertThat(move.notification()).isEqualTo(before(Step.POST_LIVE));
        assertThat(move.delay()).isEqualTo(Duration.ofSeconds(7));
        assertThat(move.effect()).isEqualTo(new Effect.Unchanged());
    }

    @Test
    void shouldStopEveryDestinationOnAGlobalLimit() {
        SendResult global = new SendResult.Limited("slow down", Duration.ofSeconds(7), true);

        assertThat(after(before(Step.POST_LIVE), Step.POST_LIVE, global, OnUnknown.NEVER)
                        .effect())
                .isEqualTo(new Effect.PauseAll(Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"POST_LIVE", "POST_ENDED"})
    void shouldPostOnceMoreAtMostWhenTheOutcomeIsUnknown(Step step) {
        Move first = after(before(step), step, UNKNOWN, OnUnknown.RESEND_ONCE);
        Move second = after(first.notification(), step, UNKNOWN, OnUnknown.RESEND_ONCE);

        assertThat(first.notification().stateOf(step.form())).isEqualTo(FormState.OPEN);
        assertThat(second.notification().stateOf(step.form())).isEqualTo(FormState.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"POST_LIVE", "POST_ENDED"})
    void shouldLeaveAnUnknownPostWhenThePolicySaysSo(Step step) {
        Move move = after(before(step), step, UNKNOWN, OnUnknown.NEVER);

        assertThat(move.notification().stateOf(step.form())).isEqualTo(FormState.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"EDIT_LIVE", "EDIT_ENDED", "EDIT_LIVE_INTO_ENDED", "DELETE_LIVE"})
    void shouldRepeatFreelyWhatMakesNoMessage(Step step) {
        Move move = after(before(step), step, UNKNOWN, OnUnknown.NEVER);

        assertThat(move.notification().stateOf(step.form())).isIn(FormState.OPEN, FormState.SENT);
        assertThat(move.delay()).isPositive();
    }

    @Test
    void shouldTryOnceMoreWithoutLinks() {
        SendResult links = new SendResult.Refused("url", true);
        Move first = after(before(Step.POST_LIVE), Step.POST_LIVE, links, OnUnknown.NEVER);
        Move second = after(first.notification(), Step.POST_LIVE, links, OnUnknown.NEVER);

        assertThat(first.notification().withoutLinks()).isTrue();
        assertThat(first.notification().live()).isEqualTo(FormState.OPEN);
        assertThat(second.notification().live()).isEqualTo(FormState.FAILED);
    }

    @Test
    void shouldSwitchOffADestinationThatIsGone() {
        assertThat(after(before(Step.POST_LIVE), Step.POST_LIVE, GONE, OnUnknown.NEVER)
                        .effect())
                .isEqualTo(new Effect.SwitchOff("gone", true));
    }

    @Test
    void shouldSwitchOffAfterThreeRefusalsInARow() {
        SendResult forbidden = new SendResult.Forbidden("no access");
        Notification row = before(Step.POST_LIVE);

        assertThat(rules.after(row, Step.POST_LIVE, 5, "x", forbidden, OnUnknown.NEVER, 0)
                        .effect())
                .isEqualTo(new Effect.OneMoreRefusal());
        assertThat(rules.after(row, Step.POST_LIVE, 5, "x", forbidden, OnUnknown.NEVER, 2)
                        .effect())
                .isEqualTo(new Effect.SwitchOff("no access", false));
    }

    @Test
    void shouldPostTheEndAnewWhenTheLiveMessageTakesNoEdit() {
        for (SendResult result : new SendResult[] {MESSAGE_GONE, EDIT_REFUSED}) {
            Move move = after(before(Step.EDIT_LIVE_INTO_ENDED), Step.EDIT_LIVE_INTO_ENDED, result, OnUnknown.NEVER);

            assertThat(move.notification().editsClosed()).isTrue();
            assertThat(move.notification().ended()).isEqualTo(FormState.OPEN);
        }
    }

    private Move after(Notification before, Step step, SendResult result, OnUnknown onUnknown) {
        return rules.after(before, step, 5, step == Step.DELETE_LIVE ? null : "content", result, onUnknown, 0);
    }

    private static Notification before(Step step) {
        Notification row = Notification.untold(new UUID(0, 1), new UUID(0, 2), 5);
        if (step != Step.POST_LIVE) {
            row = row.liveSent("L").told(1, "live");
        }
        return (step == Step.EDIT_ENDED ? row.endedSent("E").told(2, "ended") : row).choosing(step);
    }
}
