package dev.onstage.support.audit;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.events.AuditEntry;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.client.ClientAddresses;
import dev.onstage.support.door.LateAnswers;
import dev.onstage.support.route.IdRule;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Writes down the commands of people and API tokens: before a command is carried out, so that none is without an entry, and
 * again with its outcome. A command whose outcome could not be written stays {@code begun}. Runs behind what refuses those who
 * are not signed in, have not the role that the method names, or give too many commands, and before the body is read. Where the
 * method itself finds out whose something is, its refusals are written down too. It is bound to the methods that are marked,
 * whatever action its own mark names.
 */
public class AuditFilter {
    private static final Logger LOG = Logger.getLogger(AuditFilter.class);
    private static final String ENTRY = "onstage.audit-entry";
    private static final String CHANNEL = "channelId";
    private static final int REFUSED = 400;
    private static final int FAILED = 500;

    private final ChannelAccess access;
    private final ClientAddresses addresses;
    private final AuditWrites writes;
    private final AuditNote note;
    private final Clock clock = Clock.systemUTC();

    AuditFilter(ChannelAccess access, ClientAddresses addresses, AuditWrites writes, AuditNote note) {
        this.access = access;
        this.addresses = addresses;
        this.writes = writes;
        this.note = note;
    }

    @Audited(AuditAction.GO_LIVE)
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION + 3)
    Uni<@Nullable Response> begin(
            ResourceInfo resource, ContainerRequestContext request, HttpServerRequest http, RoutingContext exchange) {
        Audited audited = resource.getResourceMethod().getAnnotation(Audited.class);
        SignedIn person = audited == null ? null : access.signedIn().orElse(null);
        if (audited == null || person == null) {
            return Uni.createFrom().nullItem();
        }
        MultivaluedMap<String, String> parameters = request.getUriInfo().getPathParameters();
        AuditEntry entry = new AuditEntry(
                UuidCreator.getTimeOrderedEpoch(),
                audited.value().text(),
                parameters.getFirst(CHANNEL),
                object(parameters),
                person.accountId(),
                person.name(),
                person.loginSession(),
                person.scopes() != null,
                addresses.of(http).network(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                "begun");
        return writes.write(entry)
                .onFailure(failure -> audited.value().isWayOut())
                .invoke(failure -> LOG.errorf(
                        "%s of account %s on channel %s is carried out without an entry in the audit: %s",
                        entry.action(), entry.accountId(), entry.channelId(), failure))
                .onFailure(failure -> audited.value().isWayOut())
                .recoverWithNull()
                .chain(() -> goOn(request, exchange, entry))
                .invoke(refusal -> {
                    if (refusal == null
                            && Multi.class.isAssignableFrom(
                                    resource.getResourceMethod().getReturnType())) {
                        exchange.addEndHandler(ended -> endOfStream(request, exchange, ended.succeeded()));
                    }
                });
    }

    /** What is sent bit by bit is done once all of it was sent. Response filters do not see it. */
    private void endOfStream(ContainerRequestContext request, RoutingContext exchange, boolean wasSent) {
        if (request.getProperty(ENTRY) instanceof AuditEntry begun) {
            request.removeProperty(ENTRY);
            String outcome = wasSent ? outcome(exchange.response().getStatusCode()) : "failed";
            writeOutcome(ended(begun, begun.channelId(), begun.object(), outcome))
                    .subscribe()
                    .with(written -> {});
        }
    }

    /** Whoever was told meanwhile to try again finds it done once, not twice. */
    private Uni<@Nullable Response> goOn(ContainerRequestContext request, RoutingContext exchange, AuditEntry entry) {
        Response late = LateAnswers.insteadOf(exchange);
        if (late == null) {
            request.setProperty(ENTRY, entry);
            return Uni.createFrom().nullItem();
        }
        return writeOutcome(ended(entry, entry.channelId(), entry.object(), "failed"))
                .map(written -> late);
    }

    /** Only ids of what there is: a code in an address is a secret. */
    static @Nullable String object(MultivaluedMap<String, String> parameters) {
        return parameters.entrySet().stream()
                .filter(parameter -> !parameter.getKey().equals(CHANNEL))
                .filter(parameter -> IdRule.of(parameter.getKey()) != IdRule.TOKEN)
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .map(values -> String.join(",", values))
                .reduce((one, other) -> one + "/" + other)
                .orElse(null);
    }

    @Audited(AuditAction.GO_LIVE)
    @ServerResponseFilter
    Uni<Void> end(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(ENTRY) instanceof AuditEntry begun)) {
            return Uni.createFrom().voidItem();
        }
        request.removeProperty(ENTRY);
        return writeOutcome(ended(
                begun,
                note.channelOr(begun.channelId()),
                note.objectOr(begun.object()),
                outcome(response.getStatus())));
    }

    private Uni<Void> writeOutcome(AuditEntry ended) {
        return writes.write(ended)
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "The outcome of %s of account %s on channel %s, %s, is missing in the audit: %s",
                        ended.action(), ended.accountId(), ended.channelId(), ended.outcome(), failure))
                .onFailure()
                .recoverWithNull();
    }

    private static AuditEntry ended(
            AuditEntry begun, @Nullable String channelId, @Nullable String object, String outcome) {
        return new AuditEntry(
                begun.entryId(),
                begun.action(),
                channelId,
                object,
                begun.accountId(),
                begun.accountName(),
                begun.login(),
                begun.apiToken(),
                begun.from(),
                begun.at(),
                outcome);
    }

    private static String outcome(int status) {
        if (status < REFUSED) {
            return "done";
        }
        return status < FAILED ? "refused" : "failed";
    }
}
