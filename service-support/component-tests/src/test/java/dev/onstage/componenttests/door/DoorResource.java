package dev.onstage.componenttests.door;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.door.AnswerDeadline;
import dev.onstage.support.json.MultiLine;
import dev.onstage.support.limit.CommandLimit;
import dev.onstage.support.stream.EventStream;
import dev.onstage.support.stream.EventStreams;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** Endpoints to try. */
@Path("/door")
@AllowedTo(Caller.SIGNED_IN)
public class DoorResource {
    /** A choice. */
    public enum Kind {
        FIRST,
        SECOND
    }

    /** A body with every kind of field. */
    public record Everything(
            @Nullable Kind kind,
            @Nullable Integer seconds,
            @Nullable Boolean on,
            @Nullable String title,
            @Nullable @MultiLine String words,
            @Nullable List<String> names,
            @Nullable Inner inner,
            @Nullable UUID id) {}

    /** A part of it. */
    public record Inner(String title) {}

    @Inject
    Pool pool;

    @Inject
    AnswerDeadline deadline;

    @Inject
    EventStreams streams;

    /** The marks of those for whom {@link #count} was done. */
    final List<String> counted = new CopyOnWriteArrayList<>();

    /** How often {@link #ask} came to its end. */
    final AtomicInteger answers = new AtomicInteger();

    /** How often more than the first part of {@link #export} was asked for. */
    final AtomicInteger exports = new AtomicInteger();

    @GET
    @Path("{channelId}/open")
    @PermitAll
    public Uni<String> open(String channelId, @QueryParam("q") String q) {
        return Uni.createFrom().item("open");
    }

    @PUT
    @Path("{channelId}/open")
    @PermitAll
    public Uni<Void> change(String channelId) {
        return Uni.createFrom().voidItem();
    }

    @GET
    @Path("{channelId}/open/session/{code}")
    @PermitAll
    public Uni<String> code(String channelId, String code) {
        return Uni.createFrom().item(code);
    }

    @GET
    @Path("{channelId}/sessions/{sessionId}")
    @PermitAll
    public Uni<String> session(String channelId, UUID sessionId) {
        return Uni.createFrom().item(sessionId.toString());
    }

    @POST
    @Path("{channelId}/sessions/replay")
    @PermitAll
    public Uni<Void> replay(String channelId) {
        return Uni.createFrom().voidItem();
    }

    @GET
    @Path("{channelId}/private")
    @Produces("application/json")
    public Uni<String> secret(String channelId) {
        return Uni.createFrom().item("{}");
    }

    @GET
    @Path("{channelId}/number")
    @PermitAll
    public Uni<Integer> number(String channelId, @QueryParam("n") int n) {
        return Uni.createFrom().item(n);
    }

    @POST
    @Path("{channelId}/command")
    @CommandLimit("tried")
    public Uni<Void> command(String channelId) {
        return Uni.createFrom().voidItem();
    }

    @POST
    @Path("{channelId}/counted")
    public Uni<Void> count(String channelId, @QueryParam("mark") String mark) {
        counted.add(mark);
        return Uni.createFrom().voidItem();
    }

    @POST
    @Path("{channelId}/audited")
    @Audited(AuditAction.GO_LIVE)
    public Uni<Void> countAudited(String channelId, @QueryParam("mark") String mark) {
        return count(channelId, mark);
    }

    @GET
    @Path("asked")
    @PermitAll
    public Uni<String> ask() {
        return pool.query("SELECT 1").execute().map(rows -> "answered").invoke(answers::incrementAndGet);
    }

    @GET
    @Path("exported")
    @PermitAll
    public RestMulti<String> export(@Context RoutingContext exchange) {
        return RestMulti.fromUniResponse(deadline.inTime(exchange, ask()), first -> {
            exports.incrementAndGet();
            return Multi.createFrom().item(first);
        });
    }

    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @PermitAll
    @SlowlyFound
    @EventStream(EventStream.Audience.EVERYBODY)
    public Multi<OutboundSseEvent> events(@Context Sse sse) {
        return streams.open(sse, "door", Multi.createFrom().item(streams.stateOf("there")));
    }

    @POST
    @Path("body")
    @PermitAll
    @Consumes("application/json")
    public Uni<Everything> body(Everything everything) {
        return Uni.createFrom().item(everything);
    }

    @POST
    @Path("twice")
    @PermitAll
    @Consumes("application/json")
    @Produces("application/json")
    public Uni<Response> withBody(@Nullable Everything everything) {
        return Uni.createFrom().item(Response.ok(new Inner("with")).build());
    }

    @POST
    @Path("twice")
    @PermitAll
    @Produces("application/json")
    public Uni<Response> withoutBody() {
        return Uni.createFrom().item(Response.ok(new Inner("without")).build());
    }

    @GET
    @Path("kept")
    @PermitAll
    public Uni<Response> kept() {
        return Uni.createFrom()
                .item(Response.ok("kept")
                        .header("Cache-Control", "public, max-age=5")
                        .build());
    }

    @GET
    @Path("database/{state}")
    @PermitAll
    public Uni<String> database(String state) {
        return state.equals("22021")
                ? pool.preparedQuery("SELECT $1::text")
                        .execute(Tuple.of("a\u0000"))
                        .map(rows -> "stored")
                : pool.query("SELECT 2147483647::int + 1").execute().map(rows -> "counted");
    }
}
