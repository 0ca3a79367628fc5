package dev.onstage.streamcontrol.channel;

import dev.onstage.streamcontrol.broadcast.LifecycleEvents;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import java.util.UUID;

/** Giving and taking roles on a channel. */
@ApplicationScoped
class MemberService {

    private static final String BROADCASTER = "broadcaster";
    private static final String MODERATOR = "moderator";

    private final Pool pool;
    private final MemberRepository members;
    private final LifecycleEvents lifecycle;
    private final Event<PeopleChanged> changed;

    MemberService(Pool pool, MemberRepository members, LifecycleEvents lifecycle, Event<PeopleChanged> changed) {
        this.pool = pool;
        this.members = members;
        this.lifecycle = lifecycle;
        this.changed = changed;
    }

    Uni<List<Member>> list(String channelId) {
        return members.list(channelId);
    }

    Uni<Member> find(String channelId, UUID accountId) {
        return members.find(channelId, accountId).onItem().ifNull().failWith(MemberService::unknown);
    }

    /** The broadcaster stays what they are. */
    Uni<Member> makeModerator(String channelId, UUID accountId) {
        return change(channelId, accountId, (tx, before) -> requireNotBanned(tx, channelId, accountId)
                .chain(() -> members.insertModerator(tx, channelId, accountId)));
    }

    Uni<Member> makeBroadcaster(String channelId, UUID accountId) {
        return change(
                channelId,
                accountId,
                (tx, before) -> BROADCASTER.equals(before.role())
                        ? Uni.createFrom().voidItem()
                        : requireNotBanned(tx, channelId, accountId)
                                .chain(() -> members.demoteBroadcaster(tx, channelId))
                                .chain(() -> members.setBroadcaster(tx, channelId, accountId))
                                .chain(() -> lifecycle.channelChanged(tx, channelId)));
    }

    Uni<Void> take(String channelId, UUID accountId) {
        return change(channelId, accountId, (tx, before) -> {
                    if (BROADCASTER.equals(before.role())) {
                        throw new ProblemException(ProblemType.CONFLICT, "A channel always has a broadcaster.")
                                .fix("Have an operator make somebody else the broadcaster.");
                    }
                    if (!MODERATOR.equals(before.role())) {
                        throw new ProblemException(ProblemType.NOT_FOUND, "This person has no role on this channel.")
                                .fix("Look at the list of members.");
                    }
                    return members.delete(tx, channelId, accountId);
                })
                .replaceWithVoid();
    }

    private interface Change {
        Uni<Void> apply(SqlClient tx, Member before);
    }

    private Uni<Member> change(String channelId, UUID accountId, Change change) {
        return pool.withTransaction(tx -> members.findLocked(tx, channelId, accountId)
                        .onItem()
                        .ifNull()
                        .failWith(MemberService::unknown)
                        .chain(before -> change.apply(tx, before)))
                .chain(() -> find(channelId, accountId))
                .invoke(() -> changed.fire(new PeopleChanged()));
    }

    /** A ban made at this moment waits for the account, and then sees the role. */
    private Uni<Void> requireNotBanned(SqlClient tx, String channelId, UUID accountId) {
        return members.isBanned(tx, channelId, accountId)
                .invoke(banned -> {
                    if (banned) {
                        throw new ProblemException(
                                        ProblemType.CONFLICT, "This person is banned, and can have no role meanwhile.")
                                .fix("Lift the ban first; one from the whole app is lifted at its provider.");
                    }
                })
                .replaceWithVoid();
    }

    private static ProblemException unknown() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such channel or account.")
                .fix("Look at the list of members.");
    }
}
