package dev.onstage.simulator.getstream.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.http.Api;
import dev.onstage.simulator.getstream.http.ApiRequest;
import dev.onstage.simulator.getstream.wire.ApiError;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Call types over HTTP, for servers only. */
final class CallTypeEndpoints {

    private final CallTypes types;

    CallTypeEndpoints(CallTypes types) {
        this.types = types;
    }

    void register(Api api) {
        api.on(HttpMethod.GET, "/video/calltypes", "ListCallTypes", this::list);
        api.on(HttpMethod.POST, "/video/calltypes", "CreateCallType", this::create);
        api.on(HttpMethod.GET, "/video/calltypes/:name", "GetCallType", this::get);
        api.on(HttpMethod.PUT, "/video/calltypes/:name", "UpdateCallType", this::update);
    }

    record TypeRequest(
            @Nullable String name,
            @Nullable Map<String, List<String>> grants,
            @Nullable ObjectNode settings) {}

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
        TypeRequest body = request.body(TypeRequest.class);
        if (body.name() == null) {
            throw ApiError.invalid("name", "is missing");
        }
        return types.create(body.name(), body.grants(), body.settings());
    }

    private Object update(ApiRequest request) {
        request.requireServer("update-call-type");
        TypeRequest body = request.body(TypeRequest.class);
        return types.update(request.path("name"), body.grants(), body.settings());
    }
}
