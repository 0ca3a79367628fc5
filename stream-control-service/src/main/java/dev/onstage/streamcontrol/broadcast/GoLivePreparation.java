package dev.onstage.streamcontrol.broadcast;

import io.smallrye.mutiny.Uni;

/**
 * Something to put right before a go-live, for example the registration of webhooks. Runs before anything is decided and
 * outside any transaction. A failure is logged and does not stop the go-live.
 */
public interface GoLivePreparation {

    /** Puts it right; quick when all is well. */
    Uni<Void> prepare(String channelId);
}
