package dev.onstage.localstack.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each promise, kept and broken. */
class NotificationRulesTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Broadcast BROADCAST = new Broadcast(
            7,
            "channel",
            new UUID(0, 7),
            List.of(Broadcast.title(7, 1), Broadcast.title(7, 2)),
            Duration.ZERO,
            Duration.ofSeconds(150),
            List.of(new Figures(2, 1234, 10.6, 2000, 50, false), new Figures(1, 1, 1, 1, 1, true)));
    private static final Map<String, String> FIELDS = Map.of(
            "Duration", "3 min",
            "Peak viewers", "1,234",
            "Chat messages", "at least 50",
            "Average viewers", "11",
            "Unique viewers", "2,000");

    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Posted> posted = new ArrayList<>();

    @Test
    void shouldAcceptOneMessageEditedIntoTheSummary() {
        called("POST_LIVE", "LIMITED");
        called("POST_LIVE", "SENT");
        called("EDIT_LIVE_INTO_ENDED", "UNKNOWN");
        called("EDIT_LIVE_INTO_ENDED", "SENT");
        stands(summary("1", FIELDS));
        assertThat(broken(AtEnd.EDIT, OnUnknown.NEVER, row("SENT", "1", "SENT", "1")))
                .isEmpty();
    }

    @Test
    void shouldAcceptTheSummaryAloneWhenTheEndCameFirst() {
        called("POST_ENDED", "SENT");
        stands(summary("1", FIELDS));
        assertThat(broken(AtEnd.EDIT, OnUnknown.NEVER, row("SKIPPED", null, "SENT", "1")))
                .isEmpty();
        assertThat(broken(AtEnd.SECOND_POST, OnUnknown.NEVER, row("SKIPPED", null, "SENT", "1")))
                .isEmpty();
    }

    @Test
    void shouldAcceptALiveMessageAndASecondOne() {
        called("POST_LIVE", "SENT");
        called("POST_ENDED", "SENT");
        stands(live("1", 1));
        stands(summary("2", FIELDS));
        assertThat(broken(AtEnd.SECOND_POST, OnUnknown.NEVER, row("SENT", "1", "SENT", "2")))
                .isEmpty();
    }

    @Test
    void shouldAcceptNothingAfterADeletion() {
        called("POST_LIVE", "SENT");
        called("DELETE_LIVE", "SENT");
        posted.add(new Posted("1", false, NOON, Broadcast.title(7, 1), "Ada is live", Map.of()));
        assertThat(broken(AtEnd.DELETE, OnUnknown.NEVER, row("DELETED", "1", "DELETED", null)))
                .isEmpty();
    }

    @Test
    void shouldAcceptWhatAnUnknownOutcomeLeaves() {
        called("POST_LIVE", "UNKNOWN");
        called("POST_LIVE", "SENT");
        called("EDIT_LIVE_INTO_ENDED", "SENT");
        stands(live("1", 1));
        stands(summary("2", FIELDS));
        assertThat(broken(AtEnd.EDIT, OnUnknown.RESEND_ONCE, row("SENT", "2", "SENT", "2")))
                .isEmpty();
    }

    @Test
    void shouldAcceptThatNothingIsKnown() {
        called("POST_LIVE", "SENT");
        called("POST_ENDED", "UNKNOWN");
        stands(live("1", 1));
        assertThat(broken(AtEnd.SECOND_POST, OnUnknown.NEVER, row("SENT", "1", "UNKNOWN", null)))
                .isEmpty();
    }

    @Test
    void shouldTellThatNothingWasTold() {
        assertThat(rules(AtEnd.EDIT, OnUnknown.NEVER).brokenAtWorking(Optional.empty()))
                .singleElement()
                .asString()
                .contains("session 7", "never told");
    }

    @Test
    void shouldTellOfAMessageTooMany() {
        called("POST_LIVE", "SENT");
        called("EDIT_LIVE_INTO_ENDED", "SENT");
        stands(live("1", 1));
        stands(summary("2", FIELDS));
        assertThat(broken(AtEnd.EDIT, OnUnknown.RESEND_ONCE, row("SENT", "2", "SENT", "2")))
                .singleElement()
                .asString()
                .contains("0 calls by POST_LIVE are of unknown outcome");
    }

    @Test
    void shouldTellOfAPostAgainstThePolicy() {
        called("POST_LIVE", "UNKNOWN");
        called("POST_LIVE", "SENT");
        called("EDIT_LIVE_INTO_ENDED", "SENT");
        stands(summary("1", FIELDS));
        assertThat(broken(AtEnd.EDIT, OnUnknown.NEVER, row("SENT", "1", "SENT", "1")))
                .anyMatch(line -> line.contains("2 calls may have posted by POST_LIVE"))
                .anyMatch(line -> line.contains("called again after an unknown outcome"));
    }

    @Test
    void shouldTellOfAThirdPost() {
        called("POST_LIVE", "UNKNOWN");
        called("POST_LIVE", "UNKNOWN");
        called("POST_LIVE", "SENT");
        called("EDIT_LIVE_INTO_ENDED", "SENT");
        stands(summary("1", FIELDS));
        assertThat(broken(AtEnd.EDIT, OnUnknown.RESEND_ONCE, row("SENT", "1", "SENT", "1")))
                .singleElement()
                .asString()
                .contains("3 calls may have posted");
    }

    @Test
    void shouldTellOfAMessageThatStillClaimsToBeLive() {
        called("POST_LIVE", "SENT");
        called("EDIT_LIVE_INTO_ENDED", "SENT");
        stands(live("1", 2));
        assertThat(broken(AtEnd.EDIT, OnUnknown.NEVER, row("SENT", "1", "SENT", "1")))
                .singleElement()
                .asString()
                .contains("still claims to be live");
        assertThat(broken(AtEnd.DELETE, OnUnknown.NEVER, row("DELETED", "1", "DELETED", null)))
                .singleElement()
                .asString()
                .contains("should not stand any more");
    }

    @Test
    void shouldTellOfAnOldTitleAndOfOldFigures() {
        called("POST_ENDED", "SENT");
        stands(new Posted("1", true, NOON, Broadcast.title(7, 1), "Ada was live", FIELDS));
        assertThat(broken(AtEnd.EDIT, OnUnknown.NEVER, row("SKIPPED", null, "SENT", "1")))
                .singleElement()
                .asString()
                .contains("the title is not 'Session 7, take 2'");

        posted.clear();
        var old = new HashMap<>(FIELDS);
        old.put("Peak viewers", "1");
        stands(summary("1", old));
        assertThat(broken(AtEnd.EDIT, OnUnknown.NEVER, row("SKIPPED", null, "SENT", "1")))
                .singleElement()
                .asString()
                .contains("1,234", "Peak viewers=1,");
    }

    @Test
    void shouldTellOfAMessageThatIsGone() {
        called("POST_LIVE", "SENT");
        called("POST_ENDED", "SENT");
        stands(summary("2", FIELDS));
        assertThat(broken(AtEnd.SECOND_POST, OnUnknown.NEVER, row("SENT", "1", "SENT", "2")))
                .singleElement()
                .asString()
                .contains("believes in message 1");
    }

    @Test
    void shouldTellOfALivePostAfterTheEnd() {
        called("POST_ENDED", "SENT");
        called("POST_LIVE", "SENT");
        stands(summary("1", FIELDS));
        stands(live("2", 1));
        assertThat(broken(AtEnd.SECOND_POST, OnUnknown.NEVER, row("SENT", "2", "SENT", "1")))
                .singleElement()
                .asString()
                .contains("after the end had been told");
    }

    @Test
    void shouldTellOfAFormThatWasGivenUp() {
        called("POST_LIVE", "RETRY");
        called("POST_ENDED", "RETRY");
        assertThat(broken(AtEnd.SECOND_POST, OnUnknown.NEVER, row("FAILED", null, "FAILED", null)))
                .anyMatch(line -> line.contains("live message is FAILED"))
                .anyMatch(line -> line.contains("end is FAILED"));
    }

    @Test
    void shouldTellThatWhatMayStandIsCalledSkipped() {
        called("POST_LIVE", "UNKNOWN");
        called("POST_ENDED", "SENT");
        stands(summary("1", FIELDS));
        assertThat(broken(AtEnd.EDIT, OnUnknown.RESEND_ONCE, row("UNKNOWN", null, "SENT", "1")))
                .isEmpty();
        assertThat(broken(AtEnd.EDIT, OnUnknown.RESEND_ONCE, row("SKIPPED", null, "SENT", "1")))
                .singleElement()
                .asString()
                .contains("live message is SKIPPED");
    }

    @Test
    void shouldOnlyCountPostsWhereTheWebhookIsGone() {
        called("POST_LIVE", "SENT");
        called("POST_ENDED", "REFUSED");
        stands(live("1", 1));
        assertThat(rules(AtEnd.SECOND_POST, OnUnknown.NEVER)
                        .brokenAtDeleted(Optional.of(row("SENT", "1", "FAILED", null))))
                .isEmpty();
        stands(live("2", 1));
        assertThat(rules(AtEnd.SECOND_POST, OnUnknown.NEVER)
                        .brokenAtDeleted(Optional.of(row("SENT", "1", "FAILED", null))))
                .hasSize(1);
    }

    private void called(String step, String outcome) {
        attempts.add(new Attempt(step, outcome, 200, NOON));
    }

    private void stands(Posted message) {
        posted.add(message);
    }

    private static Posted live(String id, int take) {
        return new Posted(id, true, NOON, Broadcast.title(7, take), "🔴 **Ada** is live. Come and watch!", Map.of());
    }

    private static Posted summary(String id, Map<String, String> fields) {
        return new Posted(id, true, NOON, Broadcast.title(7, 2), "**Ada** was live. Thanks for watching!", fields);
    }

    private static NotificationRow row(
            String live, @Nullable String liveMessageId, String ended, @Nullable String endedMessageId) {
        return new NotificationRow("SETTLED", live, liveMessageId, ended, endedMessageId);
    }

    private List<String> broken(AtEnd atEnd, OnUnknown onUnknown, NotificationRow row) {
        return rules(atEnd, onUnknown).brokenAtWorking(Optional.of(row));
    }

    private NotificationRules rules(AtEnd atEnd, OnUnknown onUnknown) {
        var destination = new ChaosDestination("channel", "place", "123", atEnd, onUnknown);
        return new NotificationRules(BROADCAST, destination, attempts, posted);
    }
}
