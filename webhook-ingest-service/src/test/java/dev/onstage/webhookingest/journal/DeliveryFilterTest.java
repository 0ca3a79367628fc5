package dev.onstage.webhookingest.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.support.access.SignedIn;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryFilterTest {
    private static final DeliveryFilter EVERYTHING = filter(null, null, null, null);
    private static final SignedIn OPERATOR = person("operator", Map.of());
    private static final SignedIn OWNER = person("user", Map.of("a", "broadcaster", "b", "moderator"));
    private static final SignedIn OWNER_OF_TWO = person("user", Map.of("a", "broadcaster", "b", "broadcaster"));
    private static final SignedIn MODERATOR = person("user", Map.of("a", "moderator"));

    @Test
    void shouldReadWhatIsGivenAndLeaveTheRest() {
        assertThat(DeliveryFilter.parse(
                        "main", "call.ended", "Refused", "2026-11-22T14:00:00Z", " ", "livestream:x", ""))
                .isEqualTo(new DeliveryFilter(
                        "main",
                        "call.ended",
                        DeliveryOutcome.REFUSED,
                        Instant.parse("2026-11-22T14:00:00Z"),
                        null,
                        "livestream:x",
                        null));
        assertThat(DeliveryFilter.parse("", null, null, null, null, null, null)).isEqualTo(EVERYTHING);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Main, -, -, -, channel",
                "a/../b, -, -, -, channel",
                "-, swallowed, -, -, outcome",
                "-, -, yesterday, -, from",
                "-, -, 2026-11-22, -, from",
                "-, -, -, +300000000-01-01T00:00:00Z, to",
                "-, -, -, 1900-01-01T00:00:00Z, to",
                "-, -, 2026-11-22T14:00:00Z, 2026-11-22T14:00:00Z, from is not before to"
            })
    void shouldSayWhatCannotBeUnderstood(String channel, String outcome, String from, String to, String about) {
        assertThatThrownBy(() -> filter(channel, outcome, from, to))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.INVALID_REQUEST);
                    assertThat(problem.detail()).contains(about);
                    assertThat(problem.members()).containsKey("fix");
                });
    }

    @Test
    void shouldShowOperatorsAllAndBroadcastersTheirOwn() {
        DeliveryFilter ofB = filter("b", null, null, null);

        assertThat(DeliveryScope.narrow(OPERATOR, EVERYTHING)).isEqualTo(EVERYTHING);
        assertThat(DeliveryScope.narrow(OPERATOR, ofB)).isEqualTo(ofB);
        assertThat(DeliveryScope.narrow(OWNER, EVERYTHING)).isEqualTo(filter("a", null, null, null));
        assertThat(DeliveryScope.narrow(OWNER_OF_TWO, ofB)).isEqualTo(ofB);
        assertRefused(ProblemType.FORBIDDEN, OWNER, ofB);
        assertRefused(ProblemType.FORBIDDEN, MODERATOR, filter("a", null, null, null));
        assertRefused(ProblemType.FORBIDDEN, MODERATOR, EVERYTHING);
        assertRefused(ProblemType.INVALID_REQUEST, OWNER_OF_TWO, EVERYTHING);
    }

    @Test
    void shouldLookForACallWhereItsChannelIs() {
        assertThat(statement(filter(null, null, "livestream:main_2")))
                .contains("d.channel_id = $1 AND d.call_cid = $2");
        assertThat(statement(filter("other", null, "livestream:main")))
                .as("never outside the channel that is allowed")
                .contains("d.channel_id = $1 AND d.call_cid = $2");
        assertThat(statement(filter(null, null, "default:x"))).contains("d.channel_id IS NULL AND d.call_cid = $1");
    }

    /** What a person sends becomes a value, never a part of the statement. */
    @Test
    void shouldBindWhatPeopleSend() {
        String sly = "x'; DROP TABLE webhook_deliveries; --";
        DeliveryFilter filter = DeliveryFilter.parse(null, sly, "refused", null, null, sly, sly);

        assertThat(statement(filter)).doesNotContain("DROP TABLE").contains("d.outcome <> 'ACCEPTED'");
    }

    private static String statement(DeliveryFilter filter) {
        return DeliveryQuery.page(filter, null, true).select("*", true, 10);
    }

    private static void assertRefused(ProblemType type, SignedIn person, DeliveryFilter filter) {
        assertThatThrownBy(() -> DeliveryScope.narrow(person, filter))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.type())
                        .isEqualTo(type));
    }

    private static DeliveryFilter filter(
            @Nullable String channel, @Nullable String outcome, @Nullable String from, @Nullable String to) {
        return DeliveryFilter.parse(channel, null, outcome, from, to, null, null);
    }

    private static DeliveryFilter filter(@Nullable String channel, @Nullable String outcome, @Nullable String callCid) {
        return DeliveryFilter.parse(channel, null, outcome, null, null, callCid, null);
    }

    private static SignedIn person(String group, Map<String, String> channels) {
        return new SignedIn("id", "name", "login", Instant.MAX, 0, Set.of(group), channels);
    }
}
