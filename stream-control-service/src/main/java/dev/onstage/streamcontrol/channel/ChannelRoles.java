package dev.onstage.streamcontrol.channel;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Who has which role on which channel. */
@ApplicationScoped
public class ChannelRoles {

    private final Pool pool;

    ChannelRoles(Pool pool) {
        this.pool = pool;
    }

    /** The channels of an account: channel id to {@code broadcaster} or {@code moderator}. */
    public Uni<Map<String, String>> of(UUID accountId) {
        return pool.preparedQuery("select channel_id, role from channel_members where account_id = $1")
                .execute(Tuple.of(accountId))
                .map(rows -> {
                    Map<String, String> roles = new TreeMap<>();
                    for (Row row : rows) {
                        roles.put(row.getString("channel_id"), row.getString("role"));
                    }
                    return roles;
                });
    }
}
