package dev.onstage.support.audit;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.events.AuditEntry;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.client.ClientAddresses;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Writes down the commands of people and API tokens: before a command is carried out, so that none is without an entry, and
 * again with its outcome. A command whose outcome could not be written stays {@code begun}. Runs behind what refuses strangers
 * and too many commands, and before the body is read. It is bound to the methods that are marked, whatever action its own mark
 * names.
 */
public class AuditFilter {
    private static final Logger LOG = Logger.getLogger(AuditFilter.class);
    private static final String ENTRY = "onstage.audit-entry";
    private static final String CHANNEL = "channelId";

    /** The path parameter that is a secret: whoever knows the code of an invite may accept it. */
    private static final String CODE = "code";

    private static final int REFUSED = 400;
    private static final int FAILED = 500;

    private final ChannelAccess access;
    private final ClientAddresses addresses;
    private final AuditSink sink;
    private final AuditNote note;
    private final Clock clock = Clock.systemUTC();

    AuditFilter(ChannelAccess access, ClientAddresses addresses, AuditSink sink, AuditNote note) {
        this.access = access;
        this.addresses = addresses;
        this.sink = sink;
        this.note = note;
    }

    @Audited(AuditAction.GO_LIVE)
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION + 3)
    Uni<Void> begin(ResourceInfo resource, ContainerRequestContext request, HttpServerRequest http) {
        Audited audited = resource.getResourceMethod().getAnnotation(Audited.class);
        SignedIn person = audited == null ? null : access.signedIn().orElse(null);
        if (audited == null || person == null) {
            return Uni.createFrom().voidItem();
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
        return sink.write(entry).invoke(() -> request.setProperty(ENTRY, entry));
    }

    private static @Nullable String object(MultivaluedMap<String, String> parameters) {
        return parameters.entrySet().stream()
                .filter(parameter -> !parameter.getKey().equals(CHANNEL))
                .filter(parameter -> !parameter.getKey().equals(CODE))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .map(List::toString)
                .map(values -> values.substring(1, values.length() - 1))
                .reduce((one, other) -> one + "/" + other)
                .orElse(null);
    }

    @Audited(AuditAction.GO_LIVE)
    @ServerResponseFilter
    Uni<Void> end(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(ENTRY) instanceof AuditEntry begun)) {
            return Uni.createFrom().voidItem();
        }
        AuditEntry ended = new AuditEntry(
                begun.entryId(),
                begun.action(),
                note.channelOr(begun.channelId()),
                note.objectOr(begun.object()),
                begun.accountId(),
                begun.accountName(),
                begun.login(),
                begun.apiToken(),
                begun.from(),
                begun.at(),
                outcome(response.getStatus()));
        return sink.write(ended)
                .onFailure()
                .invoke(failure -> LOG.warnf("The outcome of a command is missing in the audit: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private static String outcome(int status) {
        if (status < REFUSED) {
            return "done";
        }
        return status < FAILED ? "refused" : "failed";
    }
}
