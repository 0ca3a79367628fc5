package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.support.start.Rehearsal;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;

/**
 * Asks GetStream for a call that there is not. The first request makes the client and loads its classes, and a command to go live
 * has eight seconds for all that it does. Without credentials nothing is asked.
 */
@ApplicationScoped
class ProviderRehearsal implements Rehearsal {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final StreamingProvider provider;

    ProviderRehearsal(StreamingProvider provider) {
        this.provider = provider;
    }

    @Override
    public void rehearse(URI self) {
        provider.getCall(new CallId(provider.callType(), "rehearsal_of-a-start"))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull()
                .await()
                .atMost(PATIENCE);
    }
}
