package dev.onstage.streamcontrol.viewer;

import dev.onstage.streamcontrol.channel.PeopleChanged;
import dev.onstage.streamcontrol.viewer.BanRepository.Subject;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.text.VisibleText;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Banning people from a channel and letting them in again. */
@ApplicationScoped
class BanService {

    private final Pool pool;
    private final BanRepository bans;
    private final Event<PeopleChanged> changed;

    BanService(Pool pool, BanRepository bans, Event<PeopleChanged> changed) {
        this.pool = pool;
        this.bans = bans;
        this.changed = changed;
    }

    Uni<List<Ban>> list(String channelId) {
        return bans.list(channelId);
    }

    /**
     * Bans somebody, and takes their role on the channel with it; lifting the ban does not give that back. What the broadcaster has
     * banned is not changed by a moderator.
     */
    Uni<Ban> ban(String channelId, UUID accountId, BanRequest request, UUID by, boolean byOwner) {
        return pool.withTransaction(tx -> bans.lockSubject(tx, channelId, accountId)
                        .onItem()
                        .ifNull()
                        .failWith(BanService::unknown)
                        .invoke(subject -> requireMayBan(subject, byOwner))
                        .call(() -> bans.lockBan(tx, channelId, accountId)
                                .invoke(ownerLifts -> requireMayChange(ownerLifts, byOwner)))
                        .call(() -> bans.takeRole(tx, channelId, accountId))
                        .chain(() ->
                                bans.ban(tx, channelId, accountId, reason(request), request.minutes(), by, byOwner)))
                .chain(() -> bans.find(channelId, accountId))
                .invoke(() -> changed.fire(new PeopleChanged()));
    }

    /** Lifts a ban. Nobody but an operator lifts their own. */
    Uni<Void> lift(String channelId, UUID accountId, UUID by, boolean byOwner, boolean byOperator) {
        if (accountId.equals(by) && !byOperator) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Nobody lifts a ban of their own.")
                    .fix("Ask the broadcaster.");
        }
        return pool.withTransaction(tx -> bans.lockBan(tx, channelId, accountId)
                        .onItem()
                        .ifNull()
                        .failWith(BanService::notBanned)
                        .invoke(ownerLifts -> requireMayChange(ownerLifts, byOwner))
                        .chain(() -> bans.lift(tx, channelId, accountId)))
                .invoke(() -> changed.fire(new PeopleChanged()));
    }

    private static @Nullable String reason(BanRequest request) {
        String reason = request.reason() == null ? "" : VisibleText.trimmed(request.reason());
        return reason.isEmpty() ? null : reason;
    }

    private static void requireMayBan(Subject subject, boolean byOwner) {
        if ("broadcaster".equals(subject.role())) {
            throw new ProblemException(ProblemType.CONFLICT, "The broadcaster of a channel cannot be banned from it.")
                    .fix("Ask an operator.");
        }
        if ("moderator".equals(subject.role()) && !byOwner) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Only the broadcaster bans a moderator.")
                    .fix("Ask the broadcaster.");
        }
    }

    private static void requireMayChange(@Nullable Boolean ownerLifts, boolean byOwner) {
        if (Boolean.TRUE.equals(ownerLifts) && !byOwner) {
            throw new ProblemException(
                            ProblemType.FORBIDDEN, "Only the broadcaster changes a ban of theirs or of a moderator.")
                    .fix("Ask the broadcaster.");
        }
    }

    private static ProblemException notBanned() {
        return new ProblemException(ProblemType.NOT_FOUND, "This person is not banned from this channel.")
                .fix("Look at the list of bans; one from the whole app is lifted at its provider.");
    }

    private static ProblemException unknown() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such channel or account.")
                .fix("Look at the people of the channel.");
    }
}
