package dev.onstage.simulator.getstream.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.http.Api;
import dev.onstage.simulator.getstream.http.ApiRequest;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.ApiError.Code;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Call types over HTTP, for servers only. */
final class CallTypeEndpoints {

    private static final Set<String> FIELDS =
            Set.of("name", "grants", "settings", "notification_settings", "external_storage");

    private final CallTypes types;
    private final Calls calls;

    CallTypeEndpoints(CallTypes types, Calls calls) {
        this.types = types;
        this.calls = calls;
    }

    void register(Api api) {
        api.on(HttpMethod.GET, "/video/calltypes", "ListCallTypes", this::list);
        api.on(HttpMethod.POST, "/video/calltypes", "CreateCallType", this::create);
        api.on(HttpMethod.GET, "/video/calltypes/:name", "GetCallType", this::get);
        api.on(HttpMethod.PUT, "/video/calltypes/:name", "UpdateCallType", this::update);
        api.on(HttpMethod.DELETE, "/video/calltypes/:name", "DeleteCallType", this::delete);
    }

    record TypeRequest(
            @Nullable String name,
            @Nullable Map<String, List<String>> grants,
            @Nullable ObjectNode settings,
            @Nullable ObjectNode notificationSettings,
            @Nullable String externalStorage) {

        CallTypes.Change change() {
            return new CallTypes.Change(grants, settings, notificationSettings, externalStorage);
        }
    }

    record ListResponse(Map<String, CallType> callTypes) {}

    private Object list(ApiRequest request) {
        request.requireServer("list-call-types");
        Map<String, CallType> byName = new TreeMap<>();
        types.all().forEach(type -> byName.put(type.name(), type));
        return new ListResponse(byName);
    }

    private Object get(ApiRequest request) {
        request.requireServer("read-call-type");
        return types.require(request.path("name"));
    }

    private Object create(ApiRequest request) {
        request.requireServer("create-call-type");
        TypeRequest body = body(request);
        if (body.name() == null) {
            throw ApiError.invalid("name", "is missing");
        }
        return types.create(body.name(), body.change());
    }

    private Object update(ApiRequest request) {
        request.requireServer("update-call-type");
        return types.update(request.path("name"), body(request).change());
    }

    /** UNSURE whether GetStream refuses a field that it does not know: here it does, so that none is lost unseen. */
    private static TypeRequest body(ApiRequest request) {
        for (Map.Entry<String, JsonNode> field : request.body(ObjectNode.class).properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw ApiError.invalid(field.getKey(), "is not a field of call types");
            }
        }
        return request.body(TypeRequest.class);
    }

    /** What becomes of a type's calls is undocumented; here a type is kept as long as it has any. */
    private Object delete(ApiRequest request) {
        request.requireServer("delete-call-type");
        String name = request.path("name");
        if (calls.anyOf(name)) {
            throw ApiError.of(Code.INVALID_INPUT, "call type " + name + " still has calls");
        }
        types.delete(name);
        return Map.of();
    }
}
