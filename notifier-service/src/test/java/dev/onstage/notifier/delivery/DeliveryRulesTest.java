package dev.onstage.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.notifier.delivery.DeliveryRules.Effect;
import dev.onstage.notifier.delivery.DeliveryRules.Made;
import dev.onstage.notifier.delivery.DeliveryRules.Move;
import dev.onstage.notifier.delivery.DeliveryRules.Outcome;
import dev.onstage.notifier.delivery.SendResult.Reach;
import dev.onstage.notifier.destination.AtEnd;
import dev.onstage.notifier.destination.OnUnknown;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The retry decision over every step and every kind of result. */
class DeliveryRulesTest {
    private static final int MAX_TRIES = 3;
    private static final Instant AT = Instant.parse("2026-03-01T18:00:00Z");
    private static final SendResult DONE = new SendResult.Done("M");
    private static final SendResult TRY_AGAIN = new SendResult.TryAgain("trouble");
    private static final SendResult LIMITED =
            new SendResult.Limited("slow down", Duration.ofSeconds(7), Reach.DESTINATION);
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
        Move move = after(before(step), step, result, Repetition.ONCE);

        assertThat(move.notification().live().state()).isEqualTo(live);
        assertThat(move.notification().ended().state()).isEqualTo(ended);
        assertThat(move.outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void shouldGiveUpAfterTheLastTry(Step step) {
        Notification row = before(step);
        for (int tries = 0; tries < MAX_TRIES - 1; tries++) {
            Move move = after(row, step, TRY_AGAIN, Repetition.ONCE);
            assertThat(move.delay()).isEqualTo(Duration.ofSeconds(10 + tries));
            row = move.notification();
        }

        Notification givenUp = after(row, step, TRY_AGAIN, Repetition.ONCE).notification();

        assertThat(givenUp.sentVersion()).isEqualTo(5);
        if (step != Step.EDIT_LIVE && step != Step.EDIT_ENDED) {
            assertThat(givenUp.stateOf(step.form())).isEqualTo(FormState.FAILED);
        }
    }

    @Test
    void shouldNotCountWaitingAsATry() {
        Move move = after(before(Step.POST_LIVE), Step.POST_LIVE, LIMITED, Repetition.ONCE);

        assertThat(move.notification()).isEqualTo(before(Step.POST_LIVE));
        assertThat(move.delay()).isEqualTo(Duration.ofSeconds(7));
        assertThat(move.effect()).isEqualTo(new Effect.Unchanged());
    }

    @Test
    void shouldStopEveryDestinationOnAGlobalLimit() {
        SendResult global = new SendResult.Limited("slow down", Duration.ofSeconds(7), Reach.KIND);

        assertThat(after(before(Step.POST_LIVE), Step.POST_LIVE, global, Repetition.NEVER)
                        .effect())
                .isEqualTo(new Effect.PauseKind(Duration.ofSeconds(7), false));
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"POST_LIVE", "POST_ENDED"})
    void shouldPostOnceMoreAtMostWhenTheOutcomeIsUnknown(Step step) {
        Move first = after(before(step), step, UNKNOWN, Repetition.ONCE);
        Move second = after(first.notification(), step, UNKNOWN, Repetition.ONCE);

        assertThat(first.notification().stateOf(step.form())).isEqualTo(FormState.OPEN);
        assertThat(second.notification().stateOf(step.form())).isEqualTo(FormState.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"POST_LIVE", "POST_ENDED"})
    void shouldLeaveAnUnknownPostWhenThePolicySaysSo(Step step) {
        Move move = after(before(step), step, UNKNOWN, Repetition.NEVER);

        assertThat(move.notification().stateOf(step.form())).isEqualTo(FormState.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void shouldRepeatFreelyWhatIsTheSameDoneTwice(Step step) {
        Move move = after(before(step), step, UNKNOWN, Repetition.FREELY);

        assertThat(move.notification().stateOf(step.form())).isIn(FormState.OPEN, FormState.SENT);
        assertThat(move.delay()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "POST_LIVE, RESEND_ONCE, false, false, ONCE",
        "POST_LIVE, NEVER, false, false, NEVER",
        "POST_LIVE, RESEND_ONCE, true, false, NEVER",
        "POST_ENDED, RESEND_ONCE, true, false, ONCE",
        "POST_ENDED, NEVER, false, false, NEVER",
        "POST_LIVE, NEVER, true, true, FREELY",
        "EDIT_LIVE, NEVER, true, false, FREELY",
        "EDIT_ENDED, NEVER, false, false, FREELY",
        "EDIT_LIVE_INTO_ENDED, NEVER, true, false, FREELY",
        "DELETE_LIVE, NEVER, true, false, FREELY"
    })
    void shouldNeverRepeatAPing(
            Step step, OnUnknown onUnknown, boolean pings, boolean recognised, Repetition expected) {
        Wishes wishes = new Wishes(true, true, true, AtEnd.EDIT, onUnknown, pings);

        assertThat(Repetition.of(step, wishes, recognised)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"POST_LIVE", "POST_ENDED"})
    void shouldCallAPostUnknownThatMayStandWhateverBecomesOfItsRepetition(Step step) {
        Notification repeated =
                after(before(step), step, UNKNOWN, Repetition.ONCE).notification();

        Move refused = after(repeated, step, REFUSED, Repetition.ONCE);

        assertThat(refused.notification().stateOf(step.form())).isEqualTo(FormState.UNKNOWN);
    }

    @Test
    void shouldGoOnWithoutAThreadThatIsGone() {
        Move move = after(
                before(Step.POST_LIVE),
                Step.POST_LIVE,
                new SendResult.ThreadGone("no thread", false),
                Repetition.NEVER);

        assertThat(move.notification().live()).isEqualTo(Telling.OPEN);
        assertThat(move.delay()).isZero();
        assertThat(move.effect()).isEqualTo(new Effect.LeaveThread());
    }

    @Test
    void shouldForgetALiveMessageThatIsGoneWithItsThread() {
        Move move = after(
                before(Step.POST_ENDED),
                Step.POST_ENDED,
                new SendResult.ThreadGone("no thread", true),
                Repetition.NEVER);

        assertThat(move.notification().live()).isEqualTo(new Telling(FormState.DELETED, null, "no thread"));
        assertThat(move.notification().ended()).isEqualTo(Telling.OPEN);
        assertThat(move.effect()).isEqualTo(new Effect.Unchanged());
    }

    @Test
    void shouldProbeAfterABlock() {
        SendResult blocked = new SendResult.Limited("blocked", Duration.ofMinutes(10), Reach.KIND_BLOCKED);

        assertThat(after(before(Step.POST_LIVE), Step.POST_LIVE, blocked, Repetition.NEVER)
                        .effect())
                .isEqualTo(new Effect.PauseKind(Duration.ofMinutes(10), true));
    }

    @Test
    void shouldLeaveTheEndToldWhenTheStaleLiveMessageIsDeleted() {
        Notification fellBack = before(Step.EDIT_LIVE).endedSent("E").choosing(Step.DELETE_LIVE);

        for (SendResult result : new SendResult[] {DONE, MESSAGE_GONE}) {
            Notification after =
                    after(fellBack, Step.DELETE_LIVE, result, Repetition.FREELY).notification();
            assertThat(after.live().state()).isEqualTo(FormState.DELETED);
            assertThat(after.ended().state()).isEqualTo(FormState.SENT);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"EDIT_LIVE", "EDIT_ENDED"})
    void shouldBeginAnewWithTheNextEdit(Step step) {
        Notification failing =
                after(before(step), step, TRY_AGAIN, Repetition.FREELY).notification();
        assertThat(failing.tries()).isEqualTo(1);

        Notification done = after(failing, step, DONE, Repetition.FREELY).notification();
        Notification givenUp = after(
                        after(failing, step, TRY_AGAIN, Repetition.FREELY).notification(),
                        step,
                        TRY_AGAIN,
                        Repetition.FREELY)
                .notification();

        assertThat(done.choosing(step).tries()).isZero();
        assertThat(givenUp.choosing(step).tries()).isZero();
    }

    @Test
    void shouldStillTellTheFiguresAfterAStaleMessageWasDeleted() {
        Notification fellBack =
                before(Step.EDIT_LIVE).endedSent("E").sent(4, "ended", AT).choosing(Step.DELETE_LIVE);

        for (SendResult result : new SendResult[] {DONE, MESSAGE_GONE, REFUSED}) {
            Notification after =
                    after(fellBack, Step.DELETE_LIVE, result, Repetition.FREELY).notification();
            assertThat(after.sentVersion()).as(result.toString()).isEqualTo(4);
            assertThat(after.content()).isEqualTo("ended");
            assertThat(after.live().state()).isNotEqualTo(FormState.SENT);
        }
    }

    @Test
    void shouldWaitAMomentThoughNoneWasAskedFor() {
        SendResult atOnce = new SendResult.Limited("slow down", Duration.ZERO, Reach.DESTINATION);

        assertThat(after(before(Step.POST_LIVE), Step.POST_LIVE, atOnce, Repetition.ONCE)
                        .delay())
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldTryOnceMoreWithoutLinks() {
        SendResult links = new SendResult.Refused("url", true);
        Move first = after(before(Step.POST_LIVE), Step.POST_LIVE, links, Repetition.NEVER);
        Move second = after(first.notification(), Step.POST_LIVE, links, Repetition.NEVER);

        assertThat(first.notification().withoutLinks()).isTrue();
        assertThat(first.notification().live().state()).isEqualTo(FormState.OPEN);
        assertThat(second.notification().live().state()).isEqualTo(FormState.FAILED);
    }

    @Test
    void shouldSwitchOffADestinationThatIsGone() {
        assertThat(after(before(Step.POST_LIVE), Step.POST_LIVE, GONE, Repetition.NEVER)
                        .effect())
                .isEqualTo(new Effect.SwitchOff("gone", true));
    }

    @Test
    void shouldSwitchOffAfterThreeRefusalsInARow() {
        SendResult forbidden = new SendResult.Forbidden("no access");
        Notification row = before(Step.POST_LIVE);

        assertThat(rules.after(made(row, Step.POST_LIVE, Repetition.NEVER, 0), forbidden)
                        .effect())
                .isEqualTo(new Effect.OneMoreRefusal());
        assertThat(rules.after(made(row, Step.POST_LIVE, Repetition.NEVER, 2), forbidden)
                        .effect())
                .isEqualTo(new Effect.SwitchOff("no access", false));
    }

    @Test
    void shouldPostTheEndAnewWhenTheLiveMessageTakesNoEdit() {
        for (SendResult result : new SendResult[] {MESSAGE_GONE, EDIT_REFUSED}) {
            Move move = after(before(Step.EDIT_LIVE_INTO_ENDED), Step.EDIT_LIVE_INTO_ENDED, result, Repetition.NEVER);

            assertThat(move.notification().editsClosed()).isTrue();
            assertThat(move.notification().ended().state()).isEqualTo(FormState.OPEN);
        }
    }

    private Move after(Notification before, Step step, SendResult result, Repetition repetition) {
        return rules.after(made(before, step, repetition, 0), result);
    }

    private static Made made(Notification before, Step step, Repetition repetition, int refusals) {
        return new Made(before, step, 5, step == Step.DELETE_LIVE ? null : "content", repetition, refusals, AT);
    }

    private static Notification before(Step step) {
        Notification row = Notification.untold(new UUID(0, 1), new UUID(0, 2), 5);
        if (step != Step.POST_LIVE) {
            row = row.liveSent("L").sent(1, "live", AT);
        }
        return (step == Step.EDIT_ENDED ? row.endedSent("E").sent(2, "ended", AT) : row).choosing(step);
    }
}
