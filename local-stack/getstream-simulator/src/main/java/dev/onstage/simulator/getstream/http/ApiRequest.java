package dev.onstage.simulator.getstream.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.ApiError.Code;
import dev.onstage.simulator.getstream.wire.Wire;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One authenticated request as an endpoint sees it. */
public final class ApiRequest {

    private final RoutingContext context;
    private final Caller caller;

    ApiRequest(RoutingContext context, Caller caller) {
        this.context = context;
        this.caller = caller;
    }

    /** Who asks. */
    public Caller caller() {
        return caller;
    }

    /** A parameter of the path that the route declares. */
    public String path(String name) {
        String value = context.pathParam(name);
        if (value == null) {
            throw new IllegalStateException("the route has no parameter " + name);
        }
        return value;
    }

    /** A query parameter, null when absent. */
    public @Nullable String query(String name) {
        return context.request().getParam(name);
    }

    /** A whole number in the query. */
    public int query(String name, int otherwise) {
        String value = query(name);
        if (value == null || value.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw ApiError.invalid(name, "must be a whole number");
        }
    }

    /** JSON in a query parameter, null when absent. */
    public @Nullable JsonNode queryJson(String name) {
        String value = query(name);
        if (value == null || value.isEmpty()) {
            return null;
        }
        try {
            return Wire.NANOSECONDS.mapper().readTree(value);
        } catch (JacksonException e) {
            throw ApiError.invalid(name, "must be JSON");
        }
    }

    /** The body as {@code type}; an empty body reads as an empty object. */
    public <T> T body(Class<T> type) {
        Buffer buffer = context.body().buffer();
        byte[] bytes = buffer == null || buffer.length() == 0 ? new byte[] {'{', '}'} : buffer.getBytes();
        try {
            T body = Wire.NANOSECONDS.mapper().readValue(bytes, type);
            if (body == null) {
                throw ApiError.of(Code.INVALID_INPUT, "the body must be a JSON object");
            }
            return body;
        } catch (JsonMappingException e) {
            throw ApiError.invalid(pathOf(e), "is of the wrong type");
        } catch (IOException e) {
            throw ApiError.of(Code.INVALID_INPUT, "the body is not JSON");
        }
    }

    /** Refuses everybody but a server. */
    public void requireServer(String permission) {
        if (!caller.isServer()) {
            throw ApiError.notAllowed(caller.name(), "user", permission, "app");
        }
    }

    private static String pathOf(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : e.getPath()) {
            if (reference.getFieldName() != null) {
                path.append(path.length() == 0 ? "" : ".").append(reference.getFieldName());
            } else {
                path.append('[').append(reference.getIndex()).append(']');
            }
        }
        return path.length() == 0 ? "body" : path.toString();
    }
}
