package dev.onstage.streamcontrol.provisioning;

import dev.onstage.streamcontrol.provider.CallsInUse;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.stream.Collectors;

/** The calls of this install. */
@ApplicationScoped
class CallsOfChannels implements CallsInUse {

    private final ProvisioningRepository repository;

    CallsOfChannels(ProvisioningRepository repository) {
        this.repository = repository;
    }

    @Override
    public Uni<Set<String>> types() {
        return repository
                .findCalls()
                .map(cids ->
                        cids.stream().map(CallId::parse).map(CallId::type).collect(Collectors.toUnmodifiableSet()));
    }
}
