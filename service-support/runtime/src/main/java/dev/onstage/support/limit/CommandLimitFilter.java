package dev.onstage.support.limit;

import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.client.ClientAddresses;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Counts the calls of methods that have a {@link CommandLimit}, by those who may call them, before their bodies are read. Those
 * that are written down and have none share one, since each call leaves something behind; operators are not counted there.
 */
public class CommandLimitFilter {
    private static final String AUDITED = "audited";

    private final CommandLimits limits;
    private final ChannelAccess access;
    private final ClientAddresses addresses;

    CommandLimitFilter(CommandLimits limits, ChannelAccess access, ClientAddresses addresses) {
        this.limits = limits;
        this.access = access;
        this.addresses = addresses;
    }

    @ServerRequestFilter(priority = Priorities.AUTHORIZATION + 2)
    void count(ResourceInfo resource, HttpServerRequest request) {
        CommandLimit limit = resource.getResourceMethod().getAnnotation(CommandLimit.class);
        if (limit == null && !isCountedAnyway(resource)) {
            return;
        }
        String who = access.signedIn()
                .map(SignedIn::accountId)
                .orElseGet(() -> addresses.of(request).network());
        int seconds = limits.take(limit == null ? AUDITED : limit.value(), who);
        if (seconds > 0) {
            throw new ProblemException(
                            ProblemType.TOO_MANY_COMMANDS, "This account gave this command too often in a short time.")
                    .with(ProblemException.RETRY_AFTER_SECONDS, seconds)
                    .fix("Wait " + seconds + " s and try again.");
        }
    }

    private boolean isCountedAnyway(ResourceInfo resource) {
        Audited audited = resource.getResourceMethod().getAnnotation(Audited.class);
        return audited != null
                && !audited.value().isWayOut()
                && access.signedIn().filter(person -> !person.isOperator()).isPresent();
    }
}
