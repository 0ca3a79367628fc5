package dev.onstage.streamcontrol.provider.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.streamcontrol.provider.ProviderWarning;
import dev.onstage.streamcontrol.provider.getstream.AccessRules.Difference;
import dev.onstage.streamcontrol.provider.getstream.AppAccess.Left;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppSettingsRulesTest {

    private static final Left NOTHING = new Left(List.of(), List.of());
    private static final Difference GUESTS = new Difference("guest", Set.of(), Set.of("read-call"));
    private static final Difference VIEWERS = new Difference("onstage_viewer", Set.of("join-call"), Set.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"disable_auth_checks\":true        | auth-checks-disabled",
                "\"disable_permissions_checks\":true | permission-checks-disabled",
                "\"permission_version\":\"v1\"       | old-permissions"
            })
    void shouldNameTheSettingThatMakesGrantsWorthNothing(String setting, String code) throws JsonProcessingException {
        assertThat(warnings(setting, NOTHING)).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo(code);
            assertThat(warning.fix()).contains(setting.split("\"", -1)[1]);
        });
    }

    @Test
    void shouldSayNothingOfAnAppAsItShouldBe() throws JsonProcessingException {
        assertThat(warnings("\"disable_auth_checks\":false,\"permission_version\":\"v2\"", NOTHING))
                .isEmpty();
    }

    @Test
    void shouldNameGrantsThatDoNotStay() throws JsonProcessingException {
        Left left = new Left(List.of(VIEWERS), List.of(new Difference("user", Set.of(), Set.of("create-message"))));

        assertThat(warnings("\"guest_user_creation_disabled\":true", left))
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.code()).isEqualTo("grants-changed");
                    assertThat(warning.message())
                            .contains(
                                    "in onstage, onstage_viewer lacks join-call",
                                    "in livestream_invite, user has create-message too");
                });
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void shouldWarnOfGuestsOnlyWhereEverybodyCanBeOneAndTheyMayDoSomething(boolean disabled, boolean warned)
            throws JsonProcessingException {
        List<ProviderWarning> warnings =
                warnings("\"guest_user_creation_disabled\":" + disabled, new Left(List.of(GUESTS), List.of()));

        assertThat(warnings.stream().map(ProviderWarning::code).anyMatch("guests-allowed"::equals))
                .isEqualTo(warned);
        assertThat(warnings("\"guest_user_creation_disabled\":false", NOTHING)).isEmpty();
        assertThat(warnings("\"guest_user_creation_disabled\":false", new Left(List.of(VIEWERS), List.of())))
                .extracting(ProviderWarning::code)
                .containsExactly("grants-changed");
    }

    private static List<ProviderWarning> warnings(String settings, Left left) throws JsonProcessingException {
        return AppSettingsRules.warnings(
                new ObjectMapper().readTree("{\"app\":{" + settings + "}}"), left, "onstage", Instant.EPOCH);
    }
}
