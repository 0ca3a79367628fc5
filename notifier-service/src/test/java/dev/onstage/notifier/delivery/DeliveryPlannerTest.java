package dev.onstage.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.notifier.destination.AtEnd;
import dev.onstage.notifier.destination.OnUnknown;
import dev.onstage.notifier.stream.StreamSession;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The next call for every state of a row, and what the destination wishes. */
class DeliveryPlannerTest {
    private static final Instant START = Instant.parse("2026-03-01T18:00:00Z");
    private static final Instant END = START.plus(Duration.ofHours(2));
    private static final Instant NOW = END.plusSeconds(1);
    private static final Duration EDIT_PAUSE = Duration.ofSeconds(5);

    private final DeliveryPlanner planner = new DeliveryPlanner(EDIT_PAUSE);

    private final Notification untold = Notification.untold(new UUID(0, 1), new UUID(0, 2), 2);
    private final Notification liveTold =
            untold.choosing(Step.POST_LIVE).liveSent("L").sent(1, "live", START);

    @Test
    void shouldPostLiveWhileLive() {
        assertThat(whileLive(untold, AtEnd.SECOND_POST)).isEqualTo(Step.POST_LIVE);
    }

    @Test
    void shouldNotPostLiveThatIsNoNewsAnyMore() {
        DeliveryPlan plan = planner.next(
                untold, session(false), wishes(AtEnd.SECOND_POST), START.plus(DeliveryPlanner.LIVE_IS_NEWS_FOR));

        assertThat(plan.step()).isNull();
        assertThat(plan.notification().live().state()).isEqualTo(FormState.SKIPPED);
    }

    @Test
    void shouldEditLiveAfterATitleChange() {
        assertThat(whileLive(liveTold, AtEnd.SECOND_POST)).isEqualTo(Step.EDIT_LIVE);
        assertThat(whileLive(liveTold.sent(2, "live", START), AtEnd.SECOND_POST))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(AtEnd.class)
    void shouldNeverPostAStaleLive(AtEnd atEnd) {
        DeliveryPlan plan = planner.next(untold, session(true), wishes(atEnd), NOW);

        assertThat(plan.step()).isEqualTo(atEnd == AtEnd.DELETE ? null : Step.POST_ENDED);
        assertThat(plan.notification().live().state()).isEqualTo(FormState.SKIPPED);
    }

    @Test
    void shouldTellTheEndAsTheDestinationWishes() {
        assertThat(afterEnd(liveTold, AtEnd.SECOND_POST)).isEqualTo(Step.POST_ENDED);
        assertThat(afterEnd(liveTold, AtEnd.EDIT)).isEqualTo(Step.EDIT_LIVE_INTO_ENDED);
        assertThat(afterEnd(liveTold, AtEnd.DELETE)).isEqualTo(Step.DELETE_LIVE);
    }

    @Test
    void shouldPostAnewWhenTheLiveMessageTakesNoEdit() {
        assertThat(afterEnd(liveTold.closingEdits(), AtEnd.EDIT)).isEqualTo(Step.POST_ENDED);
    }

    @Test
    void shouldEditFiguresIntoTheEndForAWhile() {
        Notification told = liveTold.endedSent("E").sent(1, "ended", START);

        assertThat(afterEnd(told, AtEnd.SECOND_POST)).isEqualTo(Step.EDIT_ENDED);
        assertThat(planner.next(told, session(true), wishes(AtEnd.SECOND_POST), END.plus(DeliveryPlanner.REVISIONS_FOR))
                        .step())
                .isNull();
        assertThat(afterEnd(told.closingEdits(), AtEnd.SECOND_POST)).isNull();
    }

    @Test
    void shouldNotTellAnEndThatIsNoNewsAnyMore() {
        DeliveryPlan plan = planner.next(
                untold, session(true), wishes(AtEnd.SECOND_POST), END.plus(DeliveryPlanner.END_IS_NEWS_FOR));

        assertThat(plan.step()).isNull();
        assertThat(plan.notification().ended().state()).isEqualTo(FormState.SKIPPED);
    }

    @Test
    void shouldNotCallADestinationThatIsOff() {
        Wishes off = new Wishes(false, true, true, AtEnd.SECOND_POST, OnUnknown.RESEND_ONCE, false);

        assertThat(planner.next(untold, session(false), off, START).step()).isNull();
        assertThat(planner.next(untold, session(true), off, NOW).step()).isNull();
    }

    @Test
    void shouldRespectWhatADestinationWantsToHear() {
        Wishes nothing = new Wishes(true, false, false, AtEnd.EDIT, OnUnknown.RESEND_ONCE, false);

        assertThat(planner.next(untold, session(false), nothing, START).step()).isNull();
        assertThat(planner.next(liveTold, session(true), nothing, NOW).step()).isNull();
    }

    @Test
    void shouldWaitWhileTheStartIsUnknown() {
        StreamSession onlyFigures = new StreamSession(new UUID(0, 1), "main", "", "", null, null, null, null, 1);

        assertThat(planner.next(untold, onlyFigures, wishes(AtEnd.EDIT), NOW)).isEqualTo(DeliveryPlan.nothing(untold));
    }

    @Test
    void shouldSayWhyNothingIsTold() {
        Wishes off = new Wishes(false, true, true, AtEnd.EDIT, OnUnknown.RESEND_ONCE, false);
        Wishes deaf = new Wishes(true, false, false, AtEnd.EDIT, OnUnknown.RESEND_ONCE, false);

        assertThat(planner.next(untold, session(true), wishes(AtEnd.EDIT), NOW)
                        .notification()
                        .live()
                        .reason())
                .contains("over before");
        assertThat(planner.next(untold, session(true), off, NOW)
                        .notification()
                        .ended()
                        .reason())
                .contains("switched off");
        assertThat(planner.next(untold, session(true), deaf, NOW)
                        .notification()
                        .ended()
                        .reason())
                .contains("does not want");
    }

    @Test
    void shouldDeleteTheLiveMessageOnceASecondOneHadToTellTheEnd() {
        Notification fellBack = liveTold.closingEdits().endedSent("E").sent(2, "ended", END);

        assertThat(afterEnd(fellBack, AtEnd.EDIT)).isEqualTo(Step.DELETE_LIVE);
        assertThat(afterEnd(fellBack, AtEnd.SECOND_POST)).isNull();
        assertThat(afterEnd(liveTold.endedSent("L").sent(2, "ended", END), AtEnd.EDIT))
                .isNull();
    }

    @Test
    void shouldTellTheEndOfAStreamDuringWhichTheDestinationWasOff() {
        Wishes off = new Wishes(false, true, true, AtEnd.EDIT, OnUnknown.RESEND_ONCE, false);

        Notification meanwhile =
                planner.next(liveTold, session(false), off, START).notification();
        Notification neverTold =
                planner.next(untold, session(false), off, START).notification();

        assertThat(afterEnd(meanwhile, AtEnd.EDIT)).isEqualTo(Step.EDIT_LIVE_INTO_ENDED);
        assertThat(afterEnd(neverTold, AtEnd.EDIT)).isEqualTo(Step.POST_ENDED);
    }

    @Test
    void shouldNotDeleteALongStandingMessageBecauseTheWishesChanged() {
        Notification second = liveTold.endedSent("E").sent(1, "ended", END);

        assertThat(planner.next(second, session(true), wishes(AtEnd.EDIT), END.plus(DeliveryPlanner.REVISIONS_FOR))
                        .step())
                .isNull();
    }

    @Test
    void shouldLeaveAMessageAsItIsForAMoment() {
        Instant moment = START.plusSeconds(60);
        Notification justTold = liveTold.sent(1, "live", moment);

        DeliveryPlan tooSoon = planner.next(
                justTold,
                session(false),
                wishes(AtEnd.EDIT),
                moment.plus(EDIT_PAUSE).minusMillis(1));
        DeliveryPlan soonEnough = planner.next(justTold, session(false), wishes(AtEnd.EDIT), moment.plus(EDIT_PAUSE));

        assertThat(tooSoon).isEqualTo(DeliveryPlan.later(justTold, moment.plus(EDIT_PAUSE)));
        assertThat(soonEnough.step()).isEqualTo(Step.EDIT_LIVE);
    }

    @Test
    void shouldTellTheEndAtOnceHoweverShortlyAfterAnEdit() {
        assertThat(afterEnd(liveTold.sent(1, "live", NOW), AtEnd.EDIT)).isEqualTo(Step.EDIT_LIVE_INTO_ENDED);
    }

    @Test
    void shouldTellOldNewsToAPersonWhoAsks() {
        Notification asked = byHand(untold);

        assertThat(planner.next(asked, session(false), wishes(AtEnd.EDIT), START.plus(DeliveryPlanner.LIVE_IS_NEWS_FOR))
                        .step())
                .isEqualTo(Step.POST_LIVE);
        assertThat(planner.next(asked, session(true), wishes(AtEnd.EDIT), END.plus(DeliveryPlanner.END_IS_NEWS_FOR))
                        .step())
                .isEqualTo(Step.POST_ENDED);
    }

    /** Whatever a row looks like, a stream that is over is never told as live, and one that is off is never called. */
    @ParameterizedTest
    @MethodSource("rows")
    void shouldKeepItsPromisesForEveryRow(FormState live, FormState ended, AtEnd atEnd, boolean editsClosed) {
        Notification row = row(live, ended, editsClosed);
        Wishes off = new Wishes(false, true, true, atEnd, OnUnknown.RESEND_ONCE, false);

        Step over = planner.next(row, session(true), wishes(atEnd), NOW).step();

        assertThat(over).isNotIn(Step.POST_LIVE, Step.EDIT_LIVE);
        assertThat(planner.next(row, session(true), off, NOW).step()).isNull();
        assertThat(planner.next(row, session(false), off, NOW).step()).isNull();
        if (ended != FormState.OPEN) {
            assertThat(over).isNotEqualTo(Step.POST_ENDED);
        }
        if (live != FormState.SENT) {
            assertThat(over).isNotIn(Step.DELETE_LIVE, Step.EDIT_LIVE_INTO_ENDED);
        }
        if (live != FormState.OPEN) {
            assertThat(planner.next(row, session(false), wishes(atEnd), START).step())
                    .isNotEqualTo(Step.POST_LIVE);
        }
        if (editsClosed) {
            assertThat(over).isNotIn(Step.EDIT_ENDED, Step.EDIT_LIVE_INTO_ENDED);
        }
    }

    static Stream<Arguments> rows() {
        return Stream.of(FormState.values()).flatMap(live -> Stream.of(FormState.values())
                .flatMap(ended -> Stream.of(AtEnd.values()).flatMap(atEnd -> Stream.of(true, false)
                        .map(editsClosed -> Arguments.of(live, ended, atEnd, editsClosed)))));
    }

    private Notification row(FormState live, FormState ended, boolean editsClosed) {
        return new Notification(
                untold.sessionId(),
                untold.destinationId(),
                2,
                1,
                new Telling(live, "L", null),
                new Telling(ended, "E", null),
                editsClosed,
                false,
                "sent",
                START,
                false,
                null,
                0,
                0);
    }

    private static Notification byHand(Notification row) {
        return new Notification(
                row.sessionId(),
                row.destinationId(),
                row.desiredVersion(),
                row.sentVersion(),
                row.live(),
                row.ended(),
                row.editsClosed(),
                row.withoutLinks(),
                row.content(),
                row.sentAt(),
                true,
                row.step(),
                row.tries(),
                row.resends());
    }

    @Test
    void shouldSayUnknownOfALivePostThatMayStand() {
        Notification resending = untold.choosing(Step.POST_LIVE).resent();

        assertThat(planner.next(resending, session(true), wishes(AtEnd.SECOND_POST), NOW)
                        .notification()
                        .live()
                        .state())
                .isEqualTo(FormState.UNKNOWN);
    }

    private @Nullable Step whileLive(Notification notification, AtEnd atEnd) {
        return planner.next(notification, session(false), wishes(atEnd), START.plusSeconds(60))
                .step();
    }

    private @Nullable Step afterEnd(Notification notification, AtEnd atEnd) {
        return planner.next(notification, session(true), wishes(atEnd), NOW).step();
    }

    private static Wishes wishes(AtEnd atEnd) {
        return new Wishes(true, true, true, atEnd, OnUnknown.RESEND_ONCE, false);
    }

    private static StreamSession session(boolean ended) {
        return new StreamSession(
                new UUID(0, 1), "main", "Title", "Nova", START, ended ? END : null, ended ? 7200L : null, null, 2);
    }
}
