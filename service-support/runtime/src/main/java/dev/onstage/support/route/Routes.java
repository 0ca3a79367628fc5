package dev.onstage.support.route;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;
import org.jspecify.annotations.Nullable;

/**
 * Asks the routing table of the resources about one address. The framework answers {@code OPTIONS} with the methods of all
 * addresses that begin alike, and 405 without {@code Allow}.
 */
@ApplicationScoped
public class Routes {
    private static final String GET = "GET";
    private static final Pattern PARAMETER = Pattern.compile("\\{\\s*(\\w+)");

    private record Table(Deployment deployment, RequestMapper<InitialMatch> classes) {}

    /** One resource method that an address belongs to, with the values that stand in the address, encoded. */
    private record Found(RuntimeResource method, List<String> values) {
        Map<String, String> parameters() {
            Map<String, String> parameters = new LinkedHashMap<>();
            method.getPathParameterIndexes().forEach((name, index) -> {
                if (index < values.size()) {
                    parameters.put(name, values.get(index));
                }
            });
            return parameters;
        }

        boolean hasPossibleIds() {
            return parameters().entrySet().stream()
                    .allMatch(parameter -> IdRule.of(parameter.getKey()).allows(parameter.getValue()));
        }
    }

    /**
     * One resource method.
     *
     * @param method in its class
     * @param parameters names of what stands in its path
     */
    public record Endpoint(Method method, Set<String> parameters) {
        /** For people who look for it. */
        public String name() {
            return method.getDeclaringClass().getName() + "." + method.getName();
        }
    }

    private volatile @Nullable Table table;

    Routes() {}

    /**
     * The methods that an address takes, with {@code OPTIONS}, and with {@code HEAD} beside {@code GET}; empty when there is
     * nothing at the address. Where a word stands beside ids, as in {@code /deliveries/replay}, the methods for an id do not
     * count for the word, which is none.
     *
     * @param path as sent, normalised
     */
    public Set<String> methodsAt(String path) {
        Set<String> methods = new TreeSet<>();
        for (Found found : find(path)) {
            if (found.hasPossibleIds()) {
                methods.add(found.method().getHttpMethod());
            }
        }
        if (methods.contains(GET)) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }

    /**
     * The parameters that stand in an address, by their names, encoded as they were sent.
     *
     * @param path as sent
     */
    public Map<String, String> parametersAt(String path) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Found found : find(path)) {
            found.parameters().forEach(parameters::putIfAbsent);
        }
        return parameters;
    }

    /**
     * All resource methods of this service, by the classes that are in the routing table: where several methods share an address
     * the table does not name them.
     */
    public List<Endpoint> all() {
        return ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers().stream()
                .flatMap(path -> Arrays.stream(path.value.handlers))
                .filter(ClassRoutingHandler.class::isInstance)
                .flatMap(handler -> ((ClassRoutingHandler) handler).getMappers().values().stream())
                .flatMap(mapper -> mapper.getTemplates().stream())
                .map(path -> path.value.getLazyMethod())
                .filter(Objects::nonNull)
                .map(found -> found.getMethod().getDeclaringClass())
                .distinct()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(Routes::isEndpoint)
                .map(method -> new Endpoint(method, parametersOf(method)))
                .toList();
    }

    private static boolean isEndpoint(Method method) {
        return !method.isSynthetic()
                && Arrays.stream(method.getAnnotations())
                        .anyMatch(mark -> mark.annotationType().isAnnotationPresent(HttpMethod.class));
    }

    private static Set<String> parametersOf(Method method) {
        return Stream.of(method.getDeclaringClass(), method)
                .map(element -> element.getAnnotation(Path.class))
                .filter(Objects::nonNull)
                .flatMap(path -> PARAMETER.matcher(path.value()).results())
                .map(parameter -> parameter.group(1))
                .collect(Collectors.toSet());
    }

    private List<Found> find(String path) {
        List<Found> all = new ArrayList<>();
        RequestMapper<InitialMatch> classes = classes();
        for (RequestMatch<InitialMatch> match = classes.map(path);
                match != null;
                match = classes.continueMatching(path, match)) {
            for (ServerRestHandler handler : match.value.handlers) {
                if (handler instanceof ClassRoutingHandler routing) {
                    collect(routing, match, all);
                }
            }
        }
        return all;
    }

    private static void collect(ClassRoutingHandler routing, RequestMatch<InitialMatch> match, List<Found> all) {
        String remaining = match.remaining.isEmpty() ? "/" : match.remaining;
        routing.getMappers().forEach((method, mapper) -> {
            RequestMatch<RuntimeResource> found = method == null ? null : mapper.map(remaining);
            if (found != null) {
                List<String> values = new ArrayList<>();
                addAll(match.pathParamValues, values);
                addAll(found.pathParamValues, values);
                all.add(new Found(found.value, values));
            }
        });
    }

    /** The arrays are longer than what they hold. */
    private static void addAll(@Nullable String[] padded, List<String> values) {
        for (String value : padded) {
            if (value == null) {
                return;
            }
            values.add(value);
        }
    }

    private RequestMapper<InitialMatch> classes() {
        Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
        Table current = table;
        if (current == null || current.deployment() != deployment) {
            current = new Table(deployment, new RequestMapper<>(deployment.getClassMappers()));
            table = current;
        }
        return current.classes();
    }
}
