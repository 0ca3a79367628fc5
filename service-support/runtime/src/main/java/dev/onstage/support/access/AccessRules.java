package dev.onstage.support.access;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.route.Routes;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rules of all resource methods. A method that has none keeps the service from starting: a forgotten rule is found before
 * anybody else finds it.
 */
@ApplicationScoped
class AccessRules {
    private static final String CHANNEL = "channelId";

    private final Routes routes;
    private final Map<Method, Optional<AccessRule>> known = new ConcurrentHashMap<>();

    AccessRules(Routes routes) {
        this.routes = routes;
    }

    void check(@Observes StartupEvent event) {
        check(routes.all());
    }

    /**
     * Looks at each method.
     *
     * @throws IllegalStateException naming those that have no rule, or one that cannot be applied
     */
    static void check(Collection<Routes.Endpoint> endpoints) {
        List<String> wrong = new ArrayList<>();
        for (Routes.Endpoint endpoint : endpoints) {
            Optional<AccessRule> rule = AccessRule.of(endpoint.method());
            if (rule.isEmpty()) {
                wrong.add(
                        endpoint.name() + " does not say who may call it (@AllowedTo, @SignInOptional or @PermitAll)");
            } else if (rule.get().isForPeopleOfAChannel()
                    && !endpoint.parameters().contains(CHANNEL)) {
                wrong.add(endpoint.name() + " is for people of a channel, and its path has no " + CHANNEL);
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(String.join("; ", wrong));
        }
    }

    /** The rule of a method; {@link ProblemType#FORBIDDEN} for everybody where there is none. */
    AccessRule of(Method method) {
        return known.computeIfAbsent(method, AccessRule::of)
                .orElseThrow(() -> new ProblemException(ProblemType.FORBIDDEN, "Nobody may do that."));
    }
}
