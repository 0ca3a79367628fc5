package dev.onstage.notifier.destination;

import dev.onstage.support.crypto.SecretCipher;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Encrypts stored addresses anew once there is a newer key, so that an old one can be taken out of the configuration. Every
 * instance may do it at once: an address that changed meanwhile is left alone.
 */
@ApplicationScoped
class AddressUpkeep {
    private static final Logger LOG = Logger.getLogger(AddressUpkeep.class);
    private static final String ADDRESSES = "SELECT id, address FROM destinations WHERE address IS NOT NULL";
    private static final String REPLACE = "UPDATE destinations SET address = $3 WHERE id = $1 AND address = $2";

    private final Pool pool;
    private final SecretCipher cipher;

    AddressUpkeep(Pool pool, SecretCipher cipher) {
        this.pool = pool;
        this.cipher = cipher;
    }

    @Scheduled(every = "1h", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> onSchedule() {
        return renew().invoke(renewed -> {
                    if (renewed > 0) {
                        LOG.infof("%d addresses were encrypted with the newest key", renewed);
                    }
                })
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warn("Addresses could not be encrypted with the newest key", failure))
                .onFailure()
                .recoverWithNull();
    }

    /** How many addresses were encrypted anew. One that cannot be read is left as it is. */
    Uni<Integer> renew() {
        return pool.query(ADDRESSES)
                .execute()
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .filter(row -> !cipher.isCurrent(row.getString("address")))
                .onItem()
                .transformToUniAndConcatenate(this::renew)
                .collect()
                .asList()
                .map(counts -> counts.stream().mapToInt(Integer::intValue).sum());
    }

    private Uni<Integer> renew(Row row) {
        String stored = row.getString("address");
        String renewed;
        try {
            renewed = cipher.encrypt(cipher.decrypt(stored));
        } catch (IllegalStateException | IllegalArgumentException unreadable) {
            LOG.warnf("The address of destination %s cannot be decrypted: save it again", row.getUUID("id"));
            return Uni.createFrom().item(0);
        }
        return pool.preparedQuery(REPLACE)
                .execute(Tuple.of(row.getUUID("id"), stored, renewed))
                .map(rows -> rows.rowCount());
    }
}
