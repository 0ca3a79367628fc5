package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of a sender on its way through the simulator: what it asks for, without the token, and what became of it.
 * Confined to the event loop.
 */
final class Call {
    private static final String KEY = Call.class.getName();

    private final ApiVersion version;
    private final String address;
    private final String webhookId;
    private final JsonObject log;
    private @Nullable Fault fault;
    private int code;
    private @Nullable String scope;

    private Call(ApiVersion version, RoutingContext context, Instant at) {
        this.version = version;
        this.address = context.request().remoteAddress().hostAddress();
        this.webhookId = context.pathParam("id");
        this.log = new JsonObject()
                .put("at", at)
                .put("webhookId", webhookId)
                .put("webhook", webhookId)
                .put("method", context.request().method().name())
                .put("messageId", messageId(context))
                .put("threadId", context.queryParams().get("thread_id"))
                .put("version", version.number())
                .put("userAgent", context.request().getHeader("User-Agent"))
                .put("status", 0)
                .put("code", 0)
                .put("fault", null);
    }

    /** Begins to follow a call. */
    static Call begin(ApiVersion version, RoutingContext context, Instant at) {
        Call call = new Call(version, context, at);
        context.put(KEY, call);
        return call;
    }

    static Call of(RoutingContext context) {
        return Objects.requireNonNull(context.<Call>get(KEY), "only senders' calls are followed");
    }

    /** Whether this is a sender's call at all. */
    static boolean isFollowed(RoutingContext context) {
        return context.get(KEY) != null;
    }

    void struckBy(Fault struck) {
        fault = struck;
        log.put("fault", struck.id());
    }

    /** What the answer says about itself, told before it is written. */
    void answeredWith(int discordCode, @Nullable String limitScope) {
        code = discordCode;
        scope = limitScope;
    }

    /** Fills in the status; it stays 0 when the connection was closed instead. */
    void ended(int status) {
        log.put("status", status).put("code", code);
    }

    ApiVersion version() {
        return version;
    }

    String address() {
        return address;
    }

    String webhookId() {
        return webhookId;
    }

    int code() {
        return code;
    }

    @Nullable String scope() {
        return scope;
    }

    @Nullable Fault fault() {
        return fault;
    }

    /** The shape of the control interface. */
    JsonObject toJson() {
        return log;
    }

    private static @Nullable String messageId(RoutingContext context) {
        String[] steps = context.normalizedPath().split("/", -1);
        return steps.length > 2 && steps[steps.length - 2].equals("messages") ? steps[steps.length - 1] : null;
    }
}
