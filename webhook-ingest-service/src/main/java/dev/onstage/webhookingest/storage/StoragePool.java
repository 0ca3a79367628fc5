package dev.onstage.webhookingest.storage;

import dev.onstage.support.settings.DatabaseCredentials;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;

/**
 * The pool of connections, for a database that may be away: it is known within two seconds that nobody answers, and only so
 * many may wait for a connection. The pool's own timer is off: it is not cancelled when the attempt to connect fails first,
 * and then reports an error of its own half a minute later, for every attempt. Whoever waits has a limit of its own.
 */
@Singleton
class StoragePool implements PgPoolCreator {
    private static final int CONNECT_MILLIS = 2000;
    private static final int MOST_WAITING = 64;

    private final DatabaseCredentials credentials;

    StoragePool(DatabaseCredentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public Pool create(Input input) {
        input.poolOptions().setConnectionTimeout(0).setMaxWaitQueueSize(MOST_WAITING);
        input.pgConnectOptionsList().forEach(options -> options.setConnectTimeout(CONNECT_MILLIS));
        return PgBuilder.pool()
                .using(input.vertx())
                .connectingTo(credentials.connectingTo(input.pgConnectOptionsList()))
                .with(input.poolOptions())
                .build();
    }
}
