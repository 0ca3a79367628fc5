package dev.onstage.streamcontrol.account;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Login sessions. */
@ApplicationScoped
class LoginSessionRepository implements PanacheRepositoryBase<LoginSessionEntity, UUID> {

    /** The session, locked until the transaction ends, or null. */
    Uni<@Nullable LoginSessionEntity> findForUpdate(UUID loginSessionId) {
        return findById(loginSessionId, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Sessions that were ended after this instant. */
    Uni<List<LoginSessionEntity>> findRevokedAfter(Instant instant) {
        return list("revokedAt > ?1", instant);
    }

    /** Removes what expired before. */
    Uni<Long> deleteExpired(Instant before) {
        return delete("expiresAt < ?1", before);
    }
}
