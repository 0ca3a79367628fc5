package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.streamcontrol.provider.ProviderWarning;
import dev.onstage.streamcontrol.provider.getstream.AccessRules.Difference;
import dev.onstage.streamcontrol.provider.getstream.AppAccess.Left;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What in an app at GetStream makes grants worth nothing, or could not be brought to the rules. */
final class AppSettingsRules {

    private static final String GUEST = "guest";

    private AppSettingsRules() {}

    /**
     * What is wrong.
     *
     * @param app the answer to a read of the app's settings
     * @param left what could not be brought about
     * @param callType name of the type of our calls
     */
    static List<ProviderWarning> warnings(JsonNode app, Left left, String callType, Instant now) {
        List<ProviderWarning> warnings = new ArrayList<>();
        JsonNode settings = app.path("app");
        if (settings.path("disable_auth_checks").asBoolean()) {
            warnings.add(new ProviderWarning(
                    "auth-checks-disabled",
                    "The GetStream app takes every token, whoever signed it: anybody can be anybody.",
                    "Switch authentication checks on at dashboard.getstream.io (disable_auth_checks).",
                    now));
        }
        if (settings.path("disable_permissions_checks").asBoolean()) {
            warnings.add(new ProviderWarning(
                    "permission-checks-disabled",
                    "The GetStream app checks no permissions: everybody with a token may do everything.",
                    "Switch permission checks on at dashboard.getstream.io (disable_permissions_checks).",
                    now));
        }
        if ("v1".equals(settings.path("permission_version").asText())) {
            warnings.add(new ProviderWarning(
                    "old-permissions",
                    "The GetStream app has permissions of the first version, in which the grants of a type do not count.",
                    "Change the app to permissions v2 at dashboard.getstream.io (permission_version).",
                    now));
        }
        grants(left, callType, now, warnings);
        boolean guestsAllowed = !settings.path("guest_user_creation_disabled").asBoolean();
        if (guestsAllowed && hasMore(left, GUEST)) {
            warnings.add(new ProviderWarning(
                    "guests-allowed",
                    "Everybody can be a guest of the GetStream app without a token, and guests have grants that Onstage"
                            + " could not take away.",
                    "Switch the creation of guests off at dashboard.getstream.io (guest_user_creation_disabled), unless"
                            + " another program of yours needs them.",
                    now));
        }
        return List.copyOf(warnings);
    }

    private static void grants(Left left, String callType, Instant now, List<ProviderWarning> warnings) {
        List<String> found = Stream.concat(
                        left.inCalls().stream().map(each -> text(each, callType)),
                        left.inChat().stream().map(each -> text(each, InviteChat.TYPE)))
                .toList();
        if (!found.isEmpty()) {
            warnings.add(new ProviderWarning(
                    "grants-changed",
                    "GetStream does not keep the grants that Onstage sets: " + String.join("; ", found) + ".",
                    "See at dashboard.getstream.io whether another program changes the grants of these types; Onstage sets"
                            + " them again every few minutes.",
                    now));
        }
    }

    private static String text(Difference difference, String type) {
        return "in " + type + ", " + difference.text();
    }

    private static boolean hasMore(Left left, String role) {
        return Stream.concat(left.inCalls().stream(), left.inChat().stream())
                .anyMatch(each -> each.role().equals(role) && !each.extra().isEmpty());
    }
}
