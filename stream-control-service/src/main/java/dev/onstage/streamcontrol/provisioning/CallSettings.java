package dev.onstage.streamcontrol.provisioning;

import dev.onstage.streamcontrol.channel.Channel;
import dev.onstage.streamcontrol.channel.ChannelReconfigured;
import dev.onstage.streamcontrol.channel.ChannelService;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Brings the provider's calls to the settings of their channels: right after a change, and again every half minute until
 * the provider took it. Doing it twice is harmless, so no lease is needed.
 */
@ApplicationScoped
class CallSettings {

    private static final Logger LOG = Logger.getLogger(CallSettings.class);

    private final Vertx vertx;
    private final ProvisioningRepository repository;
    private final ChannelService channels;
    private final StreamingProvider provider;

    CallSettings(Vertx vertx, ProvisioningRepository repository, ChannelService channels, StreamingProvider provider) {
        this.vertx = vertx;
        this.repository = repository;
        this.channels = channels;
        this.provider = provider;
    }

    void changed(@Observes ChannelReconfigured event) {
        vertx.runOnContext(ignored -> settle(event.channelId()).subscribe().with(done -> {}));
    }

    @Scheduled(every = "30s", delayed = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> settleAll() {
        return repository
                .findStale()
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUniAndConcatenate(this::settle)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Never fails: what could not be done is done at the next turn. */
    private Uni<Void> settle(String channelId) {
        return channels.find(channelId)
                .chain(this::settle)
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "The call of channel %s keeps its old settings for now: %s", channelId, failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> settle(Channel channel) {
        String call = channel.streamCallId();
        if (call == null) {
            return repository.settled(channel.channelId(), channel.inactivitySeconds());
        }
        return provider.updateCall(CallId.parse(call), Duration.ofSeconds(channel.inactivitySeconds()))
                .chain(() -> repository.settled(channel.channelId(), channel.inactivitySeconds()));
    }
}
