package dev.onstage.support.access;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * The door of every resource method: nobody passes who is not signed in, or whose login has ended, unless the method or its
 * class says {@link PermitAll} or {@link SignInOptional}. It runs before anything of the request is read or checked, and
 * before a stream of events has begun, whose status could not say so any more.
 *
 * <p>At {@code @PermitAll} tokens are not looked at: every viewer polls such methods.
 */
public class IdentityFilter {
    private final CurrentIdentityAssociation association;
    private final LoginCheck logins;

    IdentityFilter(CurrentIdentityAssociation association, LoginCheck logins) {
        this.association = association;
        this.logins = logins;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    Uni<Void> letIn(ResourceInfo resource) {
        Method method = resource.getResourceMethod();
        if (method.isAnnotationPresent(SignInOptional.class)) {
            return identify(true);
        }
        if (isMarked(method, PermitAll.class)) {
            return Uni.createFrom().voidItem();
        }
        return identify(isMarked(method, SignInOptional.class));
    }

    private static boolean isMarked(Method method, Class<? extends Annotation> mark) {
        return method.isAnnotationPresent(mark) || method.getDeclaringClass().isAnnotationPresent(mark);
    }

    private Uni<Void> identify(boolean optional) {
        return association
                .getDeferredIdentity()
                .chain(identity -> check(identity, optional))
                .invoke(association::setIdentity)
                .replaceWithVoid();
    }

    private Uni<SecurityIdentity> check(SecurityIdentity identity, boolean optional) {
        SignedIn person = identity.getAttribute(AccessTokenMechanism.SIGNED_IN);
        if (person == null) {
            return optional
                    ? Uni.createFrom().item(identity)
                    : Uni.createFrom().failure(ChannelAccess.unauthenticated(identity));
        }
        return logins.standing(person).map(standing -> {
            if (standing == Standing.HOLDS) {
                return identity;
            }
            if (optional) {
                return nobody();
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
