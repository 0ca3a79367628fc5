package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.CreateRole;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The roles of Onstage in the app at GetStream. */
@ApplicationScoped
class AppRoles {

    private final ChatApi chat;
    private final GetStreamCalls calls;

    AppRoles(@RestClient ChatApi chat, GetStreamCalls calls) {
        this.chat = chat;
        this.calls = calls;
    }

    /** Makes the roles that are missing. Idempotent. */
    Uni<Void> ensure() {
        return missing().chain(this::create);
    }

    private Uni<Void> create(List<String> missing) {
        if (missing.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Multi.createFrom()
                .iterable(missing)
                .onItem()
                .transformToUniAndConcatenate(
                        role -> calls.once("create a role", () -> chat.createRole(new CreateRole(role))))
                .collect()
                .last()
                .replaceWithVoid()
                // Somebody else may have created it meanwhile: what counts is that it exists.
                .onFailure(ProviderException.class)
                .recoverWithUni(this::unlessThere);
    }

    private Uni<Void> unlessThere(Throwable failure) {
        return missing()
                .chain(left -> left.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(failure));
    }

    private Uni<List<String>> missing() {
        return calls.repeatable("read the roles", chat::getRoles).map(answer -> {
            Set<String> known = new HashSet<>();
            for (JsonNode role : answer.path("roles")) {
                known.add(role.path("name").asText());
            }
            return AccessRules.ROLES.stream()
                    .filter(role -> !known.contains(role))
                    .toList();
        });
    }
}
