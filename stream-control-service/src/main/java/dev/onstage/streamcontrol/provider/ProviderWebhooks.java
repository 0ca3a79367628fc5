package dev.onstage.streamcontrol.provider;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** The registration of Onstage's webhook at the provider. */
public interface ProviderWebhooks {

    /**
     * Makes sure that the provider sends its webhooks to this install. Quick when all is well; never fails, since a stream
     * works without: what is wrong is then in {@link #warnings()}.
     */
    Uni<Void> ensureRegistered();

    /**
     * True when nothing is registered, because the public address is not one the provider can reach. Everything is then
     * learnt by asking the provider.
     */
    boolean pollingMode();

    /** What is wrong with the registration, as all copies of the service know it or did a few seconds ago; local, no call. */
    List<ProviderWarning> warnings();
}
