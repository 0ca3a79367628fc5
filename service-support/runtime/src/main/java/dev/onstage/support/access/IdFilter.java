package dev.onstage.support.access;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.route.IdRule;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Checks every id that stands in an address by its pattern, before anything is looked up by it. Runs behind {@link
 * IdentityFilter}: where somebody has to be signed in, nobody else learns more than that.
 */
public class IdFilter {
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    void check(UriInfo uri) {
        for (Map.Entry<String, List<String>> parameter : uri.getPathParameters().entrySet()) {
            IdRule rule = IdRule.of(parameter.getKey());
            if (!parameter.getValue().stream().allMatch(rule::allows)) {
                throw refusal(parameter.getKey(), rule);
            }
        }
    }

    private static ProblemException refusal(String name, IdRule rule) {
        if (rule == IdRule.UUID) {
            return new ProblemException(ProblemType.NOT_FOUND, "There is nothing at this address.")
                    .fix("The " + name + " in an address " + rule.sentence() + ".");
        }
        return new ProblemException(ProblemType.INVALID_REQUEST, name + " " + rule.sentence() + ".")
                .with("errors", List.of(Map.of("field", name, "message", rule.sentence())))
                .fix("Use the id as the API gave it.");
    }
}
