package dev.onstage.streamcontrol.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.streamcontrol.provider.StreamingProvider.ChatRole;
import dev.onstage.streamcontrol.viewer.ChannelStanding.Known;
import dev.onstage.streamcontrol.viewer.ViewerAccess.Rights;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelStandingTest {

    @ParameterizedTest
    @CsvSource({
        // crew, invited, shown out, banned here, banned everywhere; watch, chat, moderate; in the chat, banned there,
        // blocked
        "false,false,false,false,false, true,false,false, NONE,false,false",
        "false,true,false,false,false, true,true,false, MEMBER,false,false",
        "false,false,true,false,false, false,false,false, NONE,false,true",
        "true,false,false,false,false, true,true,true, MODERATOR,false,false",
        "true,false,true,false,false, true,true,true, MODERATOR,false,false",
        "false,true,false,true,false, false,false,false, MEMBER,true,true",
        "false,false,false,true,false, false,false,false, NONE,true,true",
        "false,true,false,false,true, false,false,false, MEMBER,false,true",
        "true,true,false,false,true, false,false,false, MODERATOR,false,true",
    })
    void shouldSayWhatFollows(
            boolean crew,
            boolean invited,
            boolean shownOut,
            boolean bannedHere,
            boolean bannedEverywhere,
            boolean watch,
            boolean chat,
            boolean moderate,
            ChatRole role,
            boolean ban,
            boolean block) {
        ChannelStanding standing = new ChannelStanding(crew, invited, shownOut, bannedHere, bannedEverywhere);

        assertThat(standing.rights()).isEqualTo(new Rights(watch, chat, moderate));
        assertThat(standing.wanted()).isEqualTo(new Known(role, ban, block));
    }

    @Test
    void shouldLeaveNothingOfARightToWhoeverIsBanned() {
        for (ChannelStanding standing : all()) {
            if (standing.bannedHere() || standing.bannedEverywhere()) {
                assertThat(standing.rights()).as("%s", standing).isEqualTo(Rights.NONE);
                assertThat(standing.wanted().block()).as("%s", standing).isTrue();
            }
            if (standing.rights().chat()) {
                assertThat(standing.wanted().role()).as("%s", standing).isNotEqualTo(ChatRole.NONE);
                assertThat(standing.wanted().ban()).as("%s", standing).isFalse();
            }
        }
    }

    /** Whatever the provider was told, the steps make it what it should be, and there are none when it is. */
    @Test
    void shouldLeadFromAnythingToldToWhatIsWanted() {
        for (Known told : known()) {
            for (Known wanted : known()) {
                Known reached = told;
                for (Step step : Step.between(told, wanted)) {
                    reached = carriedOut(reached, step, wanted);
                }
                assertThat(reached).as("from %s", told).isEqualTo(wanted);
                assertThat(Step.between(wanted, wanted)).isEmpty();
            }
        }
    }

    /** Nothing is left out when nobody knows what the provider has. */
    @Test
    void shouldLeadFromAnythingAtAllToWhatIsWantedWhenInDoubt() {
        for (Known had : known()) {
            for (Known wanted : known()) {
                Known reached = had;
                for (Step step : Step.all(wanted)) {
                    reached = carriedOut(reached, step, wanted);
                }
                assertThat(reached).as("from %s", had).isEqualTo(wanted);
            }
        }
    }

    /** While somebody loses one thing and gets another, they have never more than before and after. */
    @Test
    void shouldTakeBeforeItGives() {
        for (Known told : known()) {
            for (Known wanted : known()) {
                List<Step> steps = Step.between(told, wanted);
                int lastTaken = Math.max(steps.indexOf(Step.BLOCK), steps.indexOf(Step.BAN));
                List<Step> before = lastTaken < 0 ? List.of() : steps.subList(0, lastTaken);
                assertThat(before).doesNotContain(Step.SET_CHAT_ROLE, Step.UNBAN, Step.UNBLOCK);
            }
        }
    }

    private static Known carriedOut(Known before, Step step, Known wanted) {
        return switch (step) {
            case BLOCK -> new Known(before.role(), before.ban(), true);
            case UNBLOCK -> new Known(before.role(), before.ban(), false);
            case BAN -> new Known(before.role(), true, before.block());
            case UNBAN -> new Known(before.role(), false, before.block());
            case REMOVE_FROM_CHAT -> new Known(ChatRole.NONE, before.ban(), before.block());
            case SET_CHAT_ROLE -> new Known(wanted.role(), before.ban(), before.block());
        };
    }

    private static List<Known> known() {
        List<Known> all = new ArrayList<>();
        for (ChatRole role : ChatRole.values()) {
            for (int bits = 0; bits < 4; bits++) {
                all.add(new Known(role, (bits & 1) != 0, (bits & 2) != 0));
            }
        }
        return all;
    }

    private static List<ChannelStanding> all() {
        List<ChannelStanding> all = new ArrayList<>();
        for (int bits = 0; bits < 32; bits++) {
            all.add(new ChannelStanding(
                    (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0));
        }
        return all;
    }
}
