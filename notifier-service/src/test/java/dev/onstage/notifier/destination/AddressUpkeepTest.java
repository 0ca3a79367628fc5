package dev.onstage.notifier.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.schemas.ServiceSchema;
import dev.onstage.support.crypto.SecretCipher;
import dev.onstage.testing.TestDatabase;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AddressUpkeepTest {
    private static final String OLD = key("old", 1);
    private static final String NEW = key("new", 2);
    private static final String LOST = key("lost", 3);

    @Test
    void shouldMakeAnOldKeySuperfluous() {
        try (TestDatabase database = TestDatabase.create(ServiceSchema.NOTIFIER, "address_upkeep")) {
            store(database, "a", new SecretCipher(Optional.of(List.of(OLD))).encrypt("first"));
            store(database, "b", new SecretCipher(Optional.of(List.of(NEW))).encrypt("second"));
            store(database, "c", new SecretCipher(Optional.of(List.of(LOST))).encrypt("third"));
            AddressUpkeep upkeep = new AddressUpkeep(database.pool(), new SecretCipher(Optional.of(List.of(NEW, OLD))));

            assertThat(upkeep.renew().await().indefinitely()).isEqualTo(1);
            assertThat(upkeep.renew().await().indefinitely()).isZero();

            SecretCipher onlyNew = new SecretCipher(Optional.of(List.of(NEW)));
            assertThat(onlyNew.decrypt(address(database, "a"))).isEqualTo("first");
            assertThat(onlyNew.decrypt(address(database, "b"))).isEqualTo("second");
            assertThat(address(database, "c")).startsWith("lost.");
        }
    }

    private static void store(TestDatabase database, String name, String address) {
        database.pool()
                .preparedQuery("INSERT INTO destinations (id, channel_id, name, kind, address, address_version,"
                        + " masked_address, enabled, notify_on_live, notify_on_end, at_end, on_unknown,"
                        + " cool_down_seconds, created_at, updated_at)"
                        + " VALUES ($1, 'main', $2, 'discord', $3, 1, '', true, true, true, 'EDIT', 'NEVER', 0, now(),"
                        + " now())")
                .execute(Tuple.of(UUID.randomUUID(), name, address))
                .await()
                .indefinitely();
    }

    private static String address(TestDatabase database, String name) {
        return database.pool()
                .preparedQuery("SELECT address FROM destinations WHERE name = $1")
                .execute(Tuple.of(name))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getString(0);
    }

    private static String key(String id, int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return id + ":" + Base64.getEncoder().encodeToString(bytes);
    }
}
