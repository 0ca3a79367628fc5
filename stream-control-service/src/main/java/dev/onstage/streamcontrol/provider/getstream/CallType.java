package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.streamcontrol.provider.getstream.AccessRules.Difference;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * The type of Onstage's calls. In the types that GetStream brings along everybody with a token may make calls, and whoever made one
 * rules it; in this one nobody but a server may. Its settings are those that the app's type for live streams had when it was made.
 */
@ApplicationScoped
class CallType {

    /** The type that GetStream brings along for live streams. */
    static final String BUILT_IN = "livestream";

    private static final Logger LOG = Logger.getLogger(CallType.class);

    private final TypesApi types;
    private final GetStreamCalls calls;
    private final ObjectMapper json;
    private final String name;
    private final OwnType type;

    CallType(@RestClient TypesApi types, GetStreamCalls calls, ObjectMapper json, GetStreamConfig config) {
        this.types = types;
        this.calls = calls;
        this.json = json;
        this.name = config.callType();
        this.type = new OwnType("call type", AccessRules.CALL, calls, new OwnType.Api() {
            @Override
            public Uni<JsonNode> read() {
                return types.getCallType(name);
            }

            @Override
            public Uni<JsonNode> create() {
                return readType(BUILT_IN)
                        .onFailure(OwnType::isNotFound)
                        .recoverWithItem(JsonNodeFactory.instance.objectNode())
                        .chain(CallType.this::createLike);
            }

            @Override
            public Uni<JsonNode> update(JsonNode found) {
                return types.updateCallType(name, grants(AccessRules.CALL));
            }
        });
    }

    String name() {
        return name;
    }

    /** As {@link OwnType#ensure()}. */
    Uni<List<Difference>> ensure() {
        return type.ensure();
    }

    /**
     * Lets people who watch go on watching calls of the built-in type, which channels have from before. That type is not ours: it is
     * not known whether GetStream keeps the grants of roles that a request does not name, so all that were read are sent with it.
     * What was given is left there, since it lets nobody do more than watch.
     *
     * @param inUse types of the calls that channels have
     */
    Uni<Void> ensureWatching(Set<String> inUse) {
        return inUse.contains(BUILT_IN)
                ? readType(BUILT_IN)
                        .chain(this::letWatch)
                        .onFailure(OwnType::isNotFound)
                        .recoverWithNull()
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> letWatch(JsonNode found) {
        Map<String, List<String>> wanted = OwnType.grantsOf(found);
        List<String> before = wanted.getOrDefault(AccessRules.VIEWER, List.of());
        if (before.containsAll(AccessRules.WATCHING)) {
            return Uni.createFrom().voidItem();
        }
        wanted.put(
                AccessRules.VIEWER,
                Stream.concat(before.stream(), AccessRules.WATCHING.stream())
                        .distinct()
                        .toList());
        return calls.repeatable("let people watch older calls", () -> types.updateCallType(BUILT_IN, grants(wanted)))
                .chain(() -> readType(BUILT_IN))
                .invoke(written -> warnOfDifferences(wanted, written))
                .replaceWithVoid();
    }

    private static void warnOfDifferences(Map<String, List<String>> wanted, JsonNode written) {
        List<Difference> left = AccessRules.differences(wanted, OwnType.grantsOf(written));
        if (!left.isEmpty()) {
            LOG.warnf(
                    "The grants of the call type %s are not as they were and as watching takes: %s",
                    BUILT_IN, left.stream().map(Difference::text).collect(Collectors.joining("; ")));
        }
    }

    private Uni<JsonNode> readType(String other) {
        return calls.repeatable("read a call type", () -> types.getCallType(other));
    }

    /** GetStream says what is wrong with a request only once it has it: what is refused with the settings is asked for without. */
    private Uni<JsonNode> createLike(JsonNode model) {
        return calls.once("create the call type with settings", () -> types.createCallType(likeThat(model)))
                .onFailure(OwnType::isRejected)
                .recoverWithUni(refused -> {
                    LOG.warnf(
                            "The call type %s is made without the settings of %s: %s",
                            name, BUILT_IN, refused.getMessage());
                    return types.createCallType(body(leastSettings()));
                });
    }

    private ObjectNode likeThat(JsonNode model) {
        ObjectNode copied = CopiedSettings.of(model.path("settings"));
        ObjectNode body = body(copied == null ? leastSettings() : copied);
        String storage = model.path("external_storage").asText("");
        if (!storage.isEmpty()) {
            body.put("external_storage", storage);
        }
        return body;
    }

    private ObjectNode body(ObjectNode settings) {
        ObjectNode body = grants(AccessRules.CALL);
        body.put("name", name);
        body.set("settings", settings);
        return body;
    }

    /** The one setting that a type cannot do without: a call begins where only its broadcaster sees it. */
    private static ObjectNode leastSettings() {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.putObject("backstage").put("enabled", true);
        return settings;
    }

    private ObjectNode grants(Map<String, List<String>> rules) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("grants", json.valueToTree(rules));
        return body;
    }
}
