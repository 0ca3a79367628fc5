package dev.onstage.streamcontrol.channel;

import dev.onstage.streamcontrol.broadcast.BroadcastService;
import dev.onstage.streamcontrol.broadcast.LifecycleEvents;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.text.VisibleText;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Creating, reading and changing channels. */
@ApplicationScoped
public class ChannelService {

    private final Pool pool;
    private final ChannelRepository channels;
    private final BroadcastService broadcasts;
    private final LifecycleEvents lifecycle;
    private final Event<ChannelReconfigured> reconfigured;

    ChannelService(
            Pool pool,
            ChannelRepository channels,
            BroadcastService broadcasts,
            LifecycleEvents lifecycle,
            Event<ChannelReconfigured> reconfigured) {
        this.pool = pool;
        this.channels = channels;
        this.broadcasts = broadcasts;
        this.lifecycle = lifecycle;
        this.reconfigured = reconfigured;
    }

    /** All channels, by id. */
    public Uni<List<Channel>> findAll() {
        return channels.findAll();
    }

    /** The channel, or the problem {@code not-found}. */
    public Uni<Channel> find(String channelId) {
        return channels.find(channelId).onItem().ifNull().failWith(() -> unknown(channelId));
    }

    /** Creates a channel whose broadcaster is this account, in a transaction of its own. */
    public Uni<Channel> create(String channelId, String title, UUID accountId, String name) {
        return pool.withTransaction(tx -> create(tx, channelId, title, accountId, name))
                .chain(() -> find(channelId));
    }

    /** Creates a channel in the caller's transaction. */
    public Uni<Void> create(SqlClient tx, String channelId, String title, UUID accountId, String name) {
        return channels.insert(tx, channelId, title, accountId, name)
                .invoke(created -> {
                    if (!created) {
                        throw new ProblemException(
                                        ProblemType.CONFLICT, "A channel with the id " + channelId + " exists already.")
                                .fix("Choose another id.");
                    }
                })
                .chain(() -> channels.insertMember(tx, channelId, accountId, "broadcaster"))
                .chain(() -> broadcasts.createRow(tx, channelId))
                .chain(() -> lifecycle.channelChanged(tx, channelId));
    }

    /** Changes what the request names and tells everybody in the same transaction; an empty change tells nobody. */
    Uni<Channel> change(String channelId, ChangeChannelRequest request) {
        return pool.withTransaction(tx -> channels.findForUpdate(tx, channelId)
                        .onItem()
                        .ifNull()
                        .failWith(() -> unknown(channelId))
                        .chain(before -> change(tx, before, request)))
                .chain(callSettingsStale -> find(channelId).invoke(() -> {
                    if (callSettingsStale) {
                        reconfigured.fire(new ChannelReconfigured(channelId));
                    }
                }));
    }

    private Uni<Boolean> change(SqlClient tx, Channel before, ChangeChannelRequest request) {
        String title = request.title() == null ? before.title() : VisibleText.trimmed(request.title());
        int grace = Objects.requireNonNullElse(request.graceSeconds(), before.graceSeconds());
        int inactivity = Objects.requireNonNullElse(request.inactivitySeconds(), before.inactivitySeconds());
        String timeZone = Objects.requireNonNullElse(request.timeZone(), before.timeZone());
        boolean same = title.equals(before.title())
                && grace == before.graceSeconds()
                && inactivity == before.inactivitySeconds()
                && timeZone.equals(before.timeZone());
        if (same) {
            return Uni.createFrom().item(false);
        }
        boolean callSettingsStale = inactivity != before.inactivitySeconds() && before.provisioned();
        return channels.update(tx, before.channelId(), title, grace, inactivity, timeZone, callSettingsStale)
                .chain(() -> lifecycle.channelChanged(tx, before.channelId()))
                .replaceWith(callSettingsStale);
    }

    private static ProblemException unknown(String channelId) {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no channel " + channelId + ".");
    }
}
