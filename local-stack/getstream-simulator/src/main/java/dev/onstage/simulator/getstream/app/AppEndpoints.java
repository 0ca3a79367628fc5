package dev.onstage.simulator.getstream.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.hook.EventHook;
import dev.onstage.simulator.getstream.hook.HookSettings;
import dev.onstage.simulator.getstream.http.Api;
import dev.onstage.simulator.getstream.http.ApiRequest;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.Wire;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The app's settings over HTTP, for servers only. */
public final class AppEndpoints {

    private static final List<String> VERSIONS = List.of("v1", "v2");

    private final AppSettings settings;
    private final HookSettings hooks;

    /** Reads and writes {@code settings} and {@code hooks}. */
    public AppEndpoints(AppSettings settings, HookSettings hooks) {
        this.settings = settings;
        this.hooks = hooks;
    }

    /** Adds the endpoints to {@code api}. */
    public void register(Api api) {
        api.on(HttpMethod.GET, "/app", "GetApp", this::get);
        api.on(HttpMethod.PATCH, "/app", "UpdateApp", this::update);
    }

    record AppResponse(App app) {}

    record App(
            int id,
            String name,
            List<EventHook> eventHooks,
            boolean useHookV2,
            String webhookUrl,
            List<String> webhookEvents,
            boolean enableHookPayloadCompression,
            boolean guestUserCreationDisabled,
            @Nullable Instant revokeTokensIssuedBefore,
            boolean disableAuthChecks,
            boolean disablePermissionsChecks,
            String permissionVersion,
            boolean suspended,
            String suspendedExplanation,
            String placement,
            String sqsUrl,
            String sqsKey,
            String sqsSecret,
            String snsTopicArn,
            String snsKey,
            String snsSecret) {}

    private Object get(ApiRequest request) {
        request.requireServer("read-app");
        return new AppResponse(new App(
                1,
                settings.name(),
                hooks.hooks(),
                !hooks.hooks().isEmpty(),
                hooks.legacyUrl(),
                hooks.legacyEvents(),
                hooks.compression(),
                !settings.guestsAllowed(),
                settings.revokeTokensIssuedBefore().orElse(null),
                settings.authChecksDisabled(),
                !settings.permissionsChecked(),
                settings.permissionVersion(),
                false,
                "",
                "local",
                "",
                "",
                "",
                "",
                "",
                ""));
    }

    /** Only the keys that are present change. */
    private Object update(ApiRequest request) {
        request.requireServer("update-app");
        ObjectNode body = request.body(ObjectNode.class);
        JsonNode url = body.path("webhook_url");
        if (body.hasNonNull("event_hooks")) {
            List<EventHook> wanted = new ArrayList<>();
            for (JsonNode hook : body.get("event_hooks")) {
                wanted.add(convert(hook, "event_hooks", EventHook.class));
            }
            hooks.replace(wanted);
        }
        if (!url.isMissingNode() || body.hasNonNull("webhook_events")) {
            List<String> events = new ArrayList<>();
            body.path("webhook_events").forEach(event -> events.add(event.asText()));
            hooks.legacy(
                    url.isMissingNode() ? null : url.asText(""), body.hasNonNull("webhook_events") ? events : null);
        }
        if (body.hasNonNull("enable_hook_payload_compression")) {
            hooks.compression(body.get("enable_hook_payload_compression").asBoolean());
        }
        if (body.hasNonNull("guest_user_creation_disabled")) {
            settings.guestUserCreationDisabled(
                    body.get("guest_user_creation_disabled").asBoolean());
        }
        if (body.hasNonNull("disable_auth_checks")) {
            settings.authChecksDisabled(body.get("disable_auth_checks").asBoolean());
        }
        if (body.hasNonNull("disable_permissions_checks")) {
            settings.permissionsChecksDisabled(
                    body.get("disable_permissions_checks").asBoolean());
        }
        if (body.hasNonNull("permission_version")) {
            settings.permissionVersion(version(body.get("permission_version")));
        }
        if (body.has("revoke_tokens_issued_before")) {
            JsonNode instant = body.get("revoke_tokens_issued_before");
            settings.revokeTokensIssuedBefore(
                    instant.isNull() ? null : convert(instant, "revoke_tokens_issued_before", Instant.class));
        }
        return Map.of();
    }

    private static String version(JsonNode version) {
        if (!VERSIONS.contains(version.asText())) {
            throw ApiError.invalid("permission_version", "must be one of " + VERSIONS);
        }
        return version.asText();
    }

    private static <T> T convert(JsonNode node, String field, Class<T> type) {
        try {
            return Wire.NANOSECONDS.mapper().convertValue(node, type);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid(field, "is of the wrong type");
        }
    }
}
