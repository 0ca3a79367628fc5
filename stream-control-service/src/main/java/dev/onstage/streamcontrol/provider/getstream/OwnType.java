package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderException.Kind;
import dev.onstage.streamcontrol.provider.getstream.AccessRules.Difference;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A type of calls or of chat channels that is Onstage's: made when it is missing, brought to the rules when its grants differ,
 * and read back, since a request that succeeds does not say that the grants are as they were asked for.
 */
final class OwnType {

    private final String what;
    private final Map<String, List<String>> rules;
    private final GetStreamCalls calls;
    private final Api api;

    /** The three requests. */
    interface Api {

        Uni<JsonNode> read();

        Uni<JsonNode> create();

        /** Sets the grants; {@code found} is the type as it is. */
        Uni<JsonNode> update(JsonNode found);
    }

    /**
     * A type.
     *
     * @param what it is called in messages, such as {@code call type}
     * @param rules what each role is to be granted
     */
    OwnType(String what, Map<String, List<String>> rules, GetStreamCalls calls, Api api) {
        this.what = what;
        this.rules = rules;
        this.calls = calls;
        this.api = api;
    }

    /** Makes or heals the type. What is returned could not be brought about: what GetStream said last differs from the rules. */
    Uni<List<Difference>> ensure() {
        return read().chain(this::heal).onFailure(OwnType::isNotFound).recoverWithUni(this::create);
    }

    private Uni<List<Difference>> create() {
        return calls.once("create the " + what, api::create)
                // Somebody else may have created it meanwhile: what counts is that it exists.
                .onFailure(ProviderException.class)
                .recoverWithUni(failure -> read().onFailure().transform(secondary -> failure))
                .chain(ignored -> read())
                .chain(this::heal);
    }

    private Uni<List<Difference>> heal(JsonNode found) {
        if (differences(found).isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return calls.repeatable("set the grants of the " + what, () -> api.update(found))
                .chain(ignored -> read())
                .map(this::differences);
    }

    private Uni<JsonNode> read() {
        return calls.repeatable("read the " + what, api::read);
    }

    private List<Difference> differences(JsonNode type) {
        return AccessRules.differences(rules, grantsOf(type));
    }

    /** The grants in GetStream's answer about a type. */
    static Map<String, List<String>> grantsOf(JsonNode type) {
        Map<String, List<String>> grants = new HashMap<>();
        type.path("grants").properties().forEach(role -> {
            List<String> permissions = new ArrayList<>();
            role.getValue().forEach(permission -> permissions.add(permission.asText()));
            grants.put(role.getKey(), permissions);
        });
        return grants;
    }

    static boolean isNotFound(Throwable failure) {
        return isOfKind(failure, Kind.NOT_FOUND);
    }

    static boolean isRejected(Throwable failure) {
        return isOfKind(failure, Kind.REJECTED);
    }

    private static boolean isOfKind(Throwable failure, Kind kind) {
        return failure instanceof ProviderException provider && provider.kind() == kind;
    }
}
