package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.provider.ProviderAccess;
import dev.onstage.streamcontrol.provider.ProviderWebhooks;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.stream.Stream;

/** Broadcasts as the dashboard sees them, once or as they change. */
@ApplicationScoped
class BroadcastViews {

    private final BroadcastStore store;
    private final BroadcastChanges changes;
    private final BroadcastService service;
    private final BroadcastConfig config;
    private final ProviderWebhooks webhooks;
    private final ProviderAccess access;
    private final StreamingProvider provider;
    private final IntakeWatch intakes;

    BroadcastViews(
            BroadcastStore store,
            BroadcastChanges changes,
            BroadcastService service,
            BroadcastConfig config,
            ProviderWebhooks webhooks,
            ProviderAccess access,
            StreamingProvider provider,
            IntakeWatch intakes) {
        this.store = store;
        this.changes = changes;
        this.service = service;
        this.config = config;
        this.webhooks = webhooks;
        this.access = access;
        this.provider = provider;
        this.intakes = intakes;
    }

    /** The broadcast now. */
    Uni<BroadcastResponse> find(String channelId) {
        return store.read(channelId).map(this::view);
    }

    /**
     * The broadcast now and after each change, on whatever replica that was committed. A reader that is slow skips to the
     * newest. While it is read, the channel counts as watched.
     */
    Multi<BroadcastResponse> follow(String channelId) {
        return Multi.createBy()
                .merging()
                .streams(looks(channelId), changes(channelId))
                .onOverflow()
                .dropPreviousItems()
                .onItem()
                .transformToUniAndConcatenate(ignored -> reread(channelId))
                .skip()
                .repetitions();
    }

    /** At once and then regularly: what was announced while the connection was lost is seen here. */
    private Multi<String> looks(String channelId) {
        return Multi.createFrom()
                .ticks()
                .every(config.streamRefresh())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> watched(channelId));
    }

    private Multi<String> changes(String channelId) {
        return changes.stream()
                .filter(changed -> changed.equals(channelId) || changed.equals(BroadcastChanges.ANY_CHANNEL));
    }

    private Uni<String> watched(String channelId) {
        return service.watched(channelId).onFailure().recoverWithNull().replaceWith(channelId);
    }

    /** A read that fails is made up for by the next one. */
    private Uni<BroadcastResponse> reread(String channelId) {
        return find(channelId).onFailure().recoverWithNull();
    }

    BroadcastResponse view(BroadcastSnapshot snapshot) {
        return BroadcastResponse.of(
                snapshot,
                new Warnings.Rules(
                        config.webhookSilence(),
                        config.streamKeyWarning(),
                        webhooks.pollingMode(),
                        Stream.concat(access.warnings().stream(), webhooks.warnings().stream())
                                .toList(),
                        provider.callType(),
                        intakes.stalled()),
                Instant.now());
    }
}
