package dev.onstage.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.notifier.destination.AtEnd;
import dev.onstage.notifier.destination.OnUnknown;
import dev.onstage.notifier.stream.StreamSession;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryPlanTest {
    private static final Instant START = Instant.parse("2026-03-01T18:00:00Z");
    private static final Instant END = START.plus(Duration.ofHours(2));
    private static final Instant NOW = END.plusSeconds(1);

    private final Notification untold = Notification.untold(new UUID(0, 1), new UUID(0, 2), 2);
    private final Notification liveTold =
            untold.choosing(Step.POST_LIVE).liveSent("L").told(1, "live");

    @Test
    void shouldPostLiveWhileLive() {
        assertThat(whileLive(untold, AtEnd.SECOND_POST)).isEqualTo(Step.POST_LIVE);
    }

    @Test
    void shouldNotPostLiveThatIsNoNewsAnyMore() {
        DeliveryPlan plan = DeliveryPlan.next(
                untold, session(false), wishes(AtEnd.SECOND_POST), START.plus(DeliveryPlan.LIVE_IS_NEWS_FOR));

        assertThat(plan.step()).isNull();
        assertThat(plan.notification().live()).isEqualTo(FormState.SKIPPED);
    }

    @Test
    void shouldEditLiveAfterATitleChange() {
        assertThat(whileLive(liveTold, AtEnd.SECOND_POST)).isEqualTo(Step.EDIT_LIVE);
        assertThat(whileLive(liveTold.told(2, "live"), AtEnd.SECOND_POST)).isNull();
    }

    @ParameterizedTest
    @EnumSource(AtEnd.class)
    void shouldNeverPostAStaleLive(AtEnd atEnd) {
        DeliveryPlan plan = DeliveryPlan.next(untold, session(true), wishes(atEnd), NOW);

        assertThat(plan.step()).isEqualTo(atEnd == AtEnd.DELETE ? null : Step.POST_ENDED);
        assertThat(plan.notification().live()).isEqualTo(FormState.SKIPPED);
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
        Notification told = liveTold.endedSent("E").told(1, "ended");

        assertThat(afterEnd(told, AtEnd.SECOND_POST)).isEqualTo(Step.EDIT_ENDED);
        assertThat(DeliveryPlan.next(
                                told, session(true), wishes(AtEnd.SECOND_POST), END.plus(DeliveryPlan.REVISIONS_FOR))
                        .step())
                .isNull();
        assertThat(afterEnd(told.closingEdits(), AtEnd.SECOND_POST)).isNull();
    }

    @Test
    void shouldNotTellAnEndThatIsNoNewsAnyMore() {
        DeliveryPlan plan = DeliveryPlan.next(
                untold, session(true), wishes(AtEnd.SECOND_POST), END.plus(DeliveryPlan.END_IS_NEWS_FOR));

        assertThat(plan.step()).isNull();
        assertThat(plan.notification().ended()).isEqualTo(FormState.SKIPPED);
    }

    @Test
    void shouldNotCallADestinationThatIsOff() {
        Wishes off = new Wishes(false, true, true, AtEnd.SECOND_POST, OnUnknown.RESEND_ONCE);

        assertThat(DeliveryPlan.next(untold, session(false), off, START).step()).isNull();
        assertThat(DeliveryPlan.next(untold, session(true), off, NOW).step()).isNull();
    }

    @Test
    void shouldRespectWhatADestinationWantsToHear() {
        Wishes nothing = new Wishes(true, false, false, AtEnd.EDIT, OnUnknown.RESEND_ONCE);

        assertThat(DeliveryPlan.next(untold, session(false), nothing, START).step())
                .isNull();
        assertThat(DeliveryPlan.next(liveTold, session(true), nothing, NOW).step())
                .isNull();
    }

    @Test
    void shouldWaitWhileTheStartIsUnknown() {
        StreamSession onlyFigures = new StreamSession(new UUID(0, 1), "main", "", "", null, null, null, null, 1);

        assertThat(DeliveryPlan.next(untold, onlyFigures, wishes(AtEnd.EDIT), NOW))
                .isEqualTo(new DeliveryPlan(untold, null));
    }

    @Test
    void shouldSayUnknownOfALivePostThatMayStand() {
        Notification resending = untold.choosing(Step.POST_LIVE).resent();

        assertThat(DeliveryPlan.next(resending, session(true), wishes(AtEnd.SECOND_POST), NOW)
                        .notification()
                        .live())
                .isEqualTo(FormState.UNKNOWN);
    }

    private static @Nullable Step whileLive(Notification notification, AtEnd atEnd) {
        return DeliveryPlan.next(notification, session(false), wishes(atEnd), START.plusSeconds(60))
                .step();
    }

    private static @Nullable Step afterEnd(Notification notification, AtEnd atEnd) {
        return DeliveryPlan.next(notification, session(true), wishes(atEnd), NOW)
                .step();
    }

    private static Wishes wishes(AtEnd atEnd) {
        return new Wishes(true, true, true, atEnd, OnUnknown.RESEND_ONCE);
    }

    private static StreamSession session(boolean ended) {
        return new StreamSession(
                new UUID(0, 1), "main", "Title", "Nova", START, ended ? END : null, ended ? 7200L : null, null, 2);
    }
}
