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

    /** Bans somebody, and takes their role on the channel with it; lifting the ban does not give that back. */
    Uni<Ban> ban(String channelId, UUID accountId, BanRequest request, UUID by, boolean byOwner) {
        return pool.withTransaction(tx -> bans.lockSubject(tx, channelId, accountId)
                        .onItem()
                        .ifNull()
                        .failWith(BanService::unknown)
                        .invoke(subject -> requireMayBan(subject, byOwner))
                        .chain(() -> bans.takeRole(tx, channelId, accountId))
                        .chain(() -> bans.ban(tx, channelId, accountId, reason(request), request.minutes(), by)))
                .chain(() -> bans.find(channelId, accountId))
                .invoke(() -> changed.fire(new PeopleChanged()));
    }

    Uni<Void> lift(String channelId, UUID accountId) {
        return bans.lift(channelId, accountId)
                .invoke(lifted -> {
                    if (!lifted) {
                        throw new ProblemException(
                                        ProblemType.NOT_FOUND, "This person is not banned from this channel.")
                                .fix("Look at the list of bans; one from the whole app is lifted at its provider.");
                    }
                    changed.fire(new PeopleChanged());
                })
                .replaceWithVoid();
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

    private static ProblemException unknown() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such channel or account.")
                .fix("Look at the people of the channel.");
    }
}
