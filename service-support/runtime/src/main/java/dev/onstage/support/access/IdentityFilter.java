package dev.onstage.support.access;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * The door of every resource method: nobody passes who is not signed in, or whose login has ended, unless the method or its
 * class says {@code @PermitAll} or {@link SignInOptional}, and no API token passes that is not for what the method does. It runs
 * before anything of the request is read or checked, and before a stream of events has begun, whose status could not say so any
 * more. Whether a person's role is enough is for {@link RoleFilter}.
 *
 * <p>At {@code @PermitAll} tokens are not looked at: every viewer polls such methods. At {@link SignInOptional} an API token
 * counts as none.
 */
public class IdentityFilter {
    private final CurrentIdentityAssociation association;
    private final LoginCheck logins;
    private final AccessRules rules;

    IdentityFilter(CurrentIdentityAssociation association, LoginCheck logins, AccessRules rules) {
        this.association = association;
        this.logins = logins;
        this.rules = rules;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    Uni<Void> letIn(ResourceInfo resource) {
        AccessRule rule = rules.of(resource.getResourceMethod());
        return rule.door() == AccessRule.Door.OPEN ? Uni.createFrom().voidItem() : identify(rule);
    }

    private Uni<Void> identify(AccessRule rule) {
        return association
                .getDeferredIdentity()
                .chain(identity -> check(identity, rule))
                .invoke(association::setIdentity)
                .replaceWithVoid();
    }

    private Uni<SecurityIdentity> check(SecurityIdentity identity, AccessRule rule) {
        boolean optional = rule.door() == AccessRule.Door.OPTIONAL;
        SignedIn person = identity.getAttribute(AccessTokenMechanism.SIGNED_IN);
        if (person == null) {
            return optional
                    ? Uni.createFrom().item(identity)
                    : Uni.createFrom().failure(ChannelAccess.unauthenticated(identity));
        }
        return logins.standing(person).map(standing -> {
            if (standing == Standing.HOLDS && rule.isOpenTo(person)) {
                return identity;
            }
            if (optional) {
                return nobody();
            }
            if (standing == Standing.HOLDS) {
                throw new ProblemException(ProblemType.FORBIDDEN, "This API token is not for that.")
                        .fix(
                                rule.scopes().isEmpty()
                                        ? "No API token is: sign in."
                                        : "Make a token with the scope "
                                                + String.join(" or ", new TreeSet<>(rule.scopes())) + ".");
            }
            throw standing == Standing.ENDED
                    ? refused("This login session has ended: it was signed out.", "Sign in again.")
                    : refused(
                            "Your roles have changed since the access token was issued.", "Refresh the access token.");
        });
    }

    private static ProblemException refused(String detail, String fix) {
        return new ProblemException(ProblemType.UNAUTHENTICATED, detail).fix(fix);
    }

    private static SecurityIdentity nobody() {
        return QuarkusSecurityIdentity.builder()
                .setAnonymous(true)
                .setPrincipal(() -> "")
                .build();
    }
}
