package dev.onstage.streamcontrol.provider.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.streamcontrol.provider.getstream.AccessRules.Difference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRulesTest {

    @ParameterizedTest
    @CsvSource({
        "onstage_viewer, 2",
        "host, 5",
        "onstage_broadcaster, 0",
        "call_member, 0",
        "moderator, 0",
        "user, 0",
        "guest, 0",
        "anonymous, 0"
    })
    void shouldSayForEachRoleWhatItMayInCalls(String role, int permissions) {
        assertThat(AccessRules.CALL.get(role)).hasSize(permissions);
    }

    @Test
    void shouldLetNobodyRuleACall() {
        assertThat(AccessRules.CALL.values().stream().flatMap(List::stream))
                .doesNotContain("create-call", "update-call", "end-call", "update-call-member")
                .noneMatch(permission -> permission.endsWith("-owner"));
        assertThat(AccessRules.CHAT.values().stream().flatMap(List::stream)).doesNotContain("create-channel");
    }

    @Test
    void shouldLetNobodyBan() {
        assertThat(AccessRules.CHAT.values().stream().flatMap(List::stream))
                .noneMatch(permission -> permission.startsWith("ban-"));
    }

    @Test
    void shouldLetOnlyTheInvitedWrite() {
        assertThat(AccessRules.CHAT.entrySet().stream()
                        .filter(granted -> granted.getValue().contains("create-message"))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("channel_member", "channel_moderator");
    }

    @Test
    void shouldFindNoDifferenceWhateverTheOrderAndWhateverOtherRolesHave() {
        Map<String, List<String>> granted = new HashMap<>(AccessRules.CALL);
        granted.put("onstage_viewer", List.of("join-call", "read-call"));
        granted.remove("guest");
        granted.put("admin", List.of("everything"));

        assertThat(AccessRules.differences(AccessRules.CALL, granted)).isEmpty();
    }

    @Test
    void shouldNameWhatIsMissingAndWhatIsTooMuch() {
        Map<String, List<String>> granted = new HashMap<>(AccessRules.CALL);
        granted.put("onstage_viewer", List.of("read-call", "update-call", "end-call"));
        granted.put("guest", List.of("read-call"));

        assertThat(AccessRules.differences(AccessRules.CALL, granted))
                .extracting(Difference::text)
                .containsExactlyInAnyOrder(
                        "onstage_viewer has end-call, update-call too and lacks join-call", "guest has read-call too");
    }

    @Test
    void shouldMissEverythingWhereNothingIsGranted() {
        assertThat(AccessRules.differences(AccessRules.CALL, null))
                .extracting(Difference::role)
                .containsExactlyInAnyOrder("onstage_viewer", "host");
    }
}
