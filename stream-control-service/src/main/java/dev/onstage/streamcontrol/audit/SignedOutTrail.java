package dev.onstage.streamcontrol.audit;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.events.AuditEntry;
import dev.onstage.support.audit.AuditAction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what somebody did by a code or a token of the install, without being signed in: who it was is known only while it is
 * done. So its entry is written in the same transaction: neither is there without the other.
 */
@ApplicationScoped
public class SignedOutTrail {

    /** In the place of a login session. */
    static final String NO_LOGIN = "none";

    private final Clock clock = Clock.systemUTC();

    /**
     * Somebody whose account was made, or found, by what they presented.
     *
     * @param network where the request came from
     */
    public record Person(UUID accountId, String name, String network) {}

    /**
     * Writes an entry.
     *
     * @param channelId the channel, null for what belongs to none
     * @param object what it was done to; no secret
     */
    public Uni<Void> write(
            SqlClient tx, AuditAction action, Person person, @Nullable String channelId, @Nullable String object) {
        AuditEntry entry = new AuditEntry(
                UuidCreator.getTimeOrderedEpoch(),
                action.text(),
                channelId,
                object,
                person.accountId().toString(),
                person.name(),
                NO_LOGIN,
                false,
                person.network(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                "done");
        return AuditRepository.save(tx, entry);
    }
}
