package dev.onstage.webhookingest.journal;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.support.access.SignedIn;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Writes down who looked at which body and who replayed what: in the table {@code journal_audit} and in the log. */
@ApplicationScoped
public class JournalAudit {
    private static final Logger LOG = Logger.getLogger(JournalAudit.class);
    private static final String RECORD = """
            INSERT INTO journal_audit (audit_id, at, account_id, action, detail)
            VALUES ($1, clock_timestamp(), $2, $3, $4)""";

    private final Pool pool;

    JournalAudit(Pool pool) {
        this.pool = pool;
    }

    /** What a person did. */
    public enum Action {
        BODY_READ,
        REPLAY_PREVIEWED,
        REPLAY_BEGUN,
        REPLAY_ENDED
    }

    /**
     * Ends once it is written down; what is audited must wait for that.
     *
     * @param detail ids, filters and counts; never a body
     */
    public Uni<Void> record(SignedIn person, Action action, JsonObject detail) {
        return pool.preparedQuery(RECORD)
                .execute(Tuple.of(UuidCreator.getTimeOrderedEpoch(), person.accountId(), action.name(), detail))
                .invoke(() -> LOG.infof(
                        "Webhook journal: action=%s account=%s detail=%s", action, person.accountId(), detail.encode()))
                .replaceWithVoid();
    }
}
