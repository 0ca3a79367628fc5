package dev.onstage.streamcontrol.provisioning;

import dev.onstage.streamcontrol.broadcast.BroadcastService;
import dev.onstage.streamcontrol.broadcast.LifecycleEvents;
import dev.onstage.streamcontrol.channel.Channel;
import dev.onstage.streamcontrol.channel.ChannelService;
import dev.onstage.streamcontrol.provider.ProviderAccess;
import dev.onstage.streamcontrol.provider.ProviderWebhooks;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderCall;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProvisionCommand;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProvisionedCall;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * Sets a channel's stream up at the provider. Every step there finds what an earlier attempt made, so an attempt that
 * failed half-way is finished by the next one, and setting up again changes nothing.
 */
@ApplicationScoped
class ProvisioningService {

    private static final Logger LOG = Logger.getLogger(ProvisioningService.class);

    /** More calls in a row that cannot be taken than anybody makes by hand: then something else is wrong. */
    private static final int LEFT_OUT_IN_A_ROW = 5;

    private final Pool pool;
    private final ChannelService channels;
    private final ProvisioningRepository repository;
    private final StreamingProvider provider;
    private final ProviderWebhooks webhooks;
    private final ProviderAccess access;
    private final BroadcastService broadcasts;
    private final LifecycleEvents lifecycle;

    ProvisioningService(
            Pool pool,
            ChannelService channels,
            ProvisioningRepository repository,
            StreamingProvider provider,
            ProviderWebhooks webhooks,
            ProviderAccess access,
            BroadcastService broadcasts,
            LifecycleEvents lifecycle) {
        this.pool = pool;
        this.channels = channels;
        this.repository = repository;
        this.provider = provider;
        this.webhooks = webhooks;
        this.access = access;
        this.broadcasts = broadcasts;
        this.lifecycle = lifecycle;
    }

    /** Makes sure that everything the channel needs exists at the provider, and records it. */
    Uni<Channel> provision(String channelId) {
        return webhooks.ensureRegistered()
                .chain(() -> channels.find(channelId))
                .chain(channel -> hasCallOfOtherType(channel)
                        ? move(channel, CallId.parse(Objects.requireNonNull(channel.streamCallId())))
                        : provision(channelId, LEFT_OUT_IN_A_ROW))
                .chain(access::lookSoon)
                .chain(() -> channels.find(channelId));
    }

    /** The call of a channel: {@code X}, and {@code X_2}, {@code X_3} … after the one before could not be used any more. */
    static CallId callOf(Channel channel, String type) {
        return callOf(channel, type, channel.callGeneration());
    }

    private static CallId callOf(Channel channel, String type, int generation) {
        String suffix = generation == 1 ? "" : "_" + generation;
        return new CallId(type, channel.channelId() + suffix);
    }

    private boolean hasCallOfOtherType(Channel channel) {
        String call = channel.streamCallId();
        return call != null && !CallId.parse(call).type().equals(provider.callType());
    }

    /**
     * A channel from before Onstage had a type of its own moves to a call of that type, but not while it is live. It gives its call
     * up only once the new one is there with everything that it takes: else it would have none where GetStream refuses one of these.
     */
    private Uni<Void> move(Channel channel, CallId from) {
        String channelId = channel.channelId();
        return broadcasts
                .requireLeavable(channelId)
                .chain(() -> makeUsable(channel, channel.callGeneration() + 1, LEFT_OUT_IN_A_ROW))
                .call(() -> broadcasts.leaveCall(channelId, from))
                .chain(made -> channels.find(channelId)
                        .chain(after -> isItsNext(after, made)
                                ? record(after, made, LEFT_OUT_IN_A_ROW)
                                : provision(channelId, LEFT_OUT_IN_A_ROW)));
    }

    private boolean isItsNext(Channel channel, ProvisionedCall made) {
        return callOf(channel, provider.callType()).equals(made.call().call());
    }

    /** The first call from this generation on that can be used. Those before it are left out once the channel has no call. */
    private Uni<ProvisionedCall> makeUsable(Channel channel, int generation, int attempts) {
        if (attempts == 0) {
            return Uni.createFrom().failure(noUsableCall());
        }
        return provider.provision(command(channel, generation))
                .chain(made -> usable(channel, made.call())
                        ? Uni.createFrom().item(made)
                        : makeUsable(channel, generation + 1, attempts - 1));
    }

    private Uni<Void> provision(String channelId, int attempts) {
        if (attempts == 0) {
            return Uni.createFrom().failure(noUsableCall());
        }
        return channels.find(channelId).chain(channel -> provider.provision(command(channel, channel.callGeneration()))
                .chain(made -> usable(channel, made.call())
                        ? record(channel, made, attempts)
                        : leaveOut(channel, made.call()).chain(() -> provision(channelId, attempts - 1))));
    }

    private ProvisionCommand command(Channel channel, int generation) {
        return new ProvisionCommand(
                callOf(channel, provider.callType(), generation),
                channel.channelId(),
                channel.broadcasterUserId(),
                channel.broadcasterName(),
                channel.title(),
                Duration.ofSeconds(channel.inactivitySeconds()));
    }

    private static ProblemException noUsableCall() {
        return new ProblemException(
                        ProblemType.CALL_RETIRED,
                        "None of the last calls of this channel at GetStream can be used: they were ended, or somebody"
                                + " else made them.")
                .fix(
                        "See at dashboard.getstream.io who makes or ends calls named as this channel, then set the stream up"
                                + " again.");
    }

    /** Whoever made a call rules it: one that Onstage did not make is never taken. */
    private static boolean usable(Channel channel, ProviderCall call) {
        return call.endedAt() == null && channel.broadcasterUserId().equals(call.createdBy());
    }

    /** The channel's own call, if it is that one, is retired; then the channel has none, and takes the next name. */
    private Uni<Void> leaveOut(Channel channel, ProviderCall call) {
        boolean ours = channel.broadcasterUserId().equals(call.createdBy());
        String madeBy = ours ? null : Objects.requireNonNullElse(call.createdBy(), "somebody GetStream does not name");
        if (!ours) {
            LOG.warnf(
                    "The call %s of channel %s was made by %s: it is not used",
                    call.call().cid(), channel.channelId(), madeBy);
        }
        return broadcasts
                .retireCall(channel.channelId(), call.call(), madeBy)
                .chain(() -> repository.leaveOut(
                        channel.channelId(),
                        channel.callGeneration(),
                        call.call().cid(),
                        madeBy));
    }

    private Uni<Void> record(Channel channel, ProvisionedCall made, int attempts) {
        return pool.withTransaction(tx -> repository
                        .save(
                                tx,
                                channel.channelId(),
                                channel.callGeneration(),
                                made.call().call().cid(),
                                made.chatChannelCid(),
                                made.call().rtmpAddress())
                        .call(changed -> Boolean.TRUE.equals(changed)
                                ? broadcasts
                                        .provisioned(
                                                tx,
                                                channel.channelId(),
                                                made.call().updatedAt())
                                        .chain(() -> lifecycle.channelChanged(tx, channel.channelId()))
                                : Uni.createFrom().voidItem()))
                .chain(changed -> changed == null
                        ? provision(channel.channelId(), attempts - 1)
                        : Uni.createFrom().voidItem());
    }
}
