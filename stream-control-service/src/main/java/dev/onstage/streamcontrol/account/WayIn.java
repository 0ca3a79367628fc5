package dev.onstage.streamcontrol.account;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.UUID;

/** A way in beside the password that is kept with an account. */
public interface WayIn {

    /** Takes it from the account, in the caller's transaction. */
    Uni<Void> close(SqlClient tx, UUID accountId);
}
