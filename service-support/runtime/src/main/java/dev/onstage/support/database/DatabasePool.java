package dev.onstage.support.database;

import dev.onstage.support.settings.DatabaseCredentials;
import dev.onstage.support.settings.UnusableSettingException;
import io.netty.channel.ChannelPipeline;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Future;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/**
 * Makes the pool of connections of every service, for a database that may be away or silent. Nobody waits for it for ever:
 *
 * <ul>
 *   <li>It is known within two seconds that nobody takes connections at its address.
 *   <li>A connection that was asked something and gets no answer is closed (see {@link AnswerWatch}): what it asked fails, and
 *       its place goes to the next in the queue.
 *   <li>Whoever waits for a connection that logs in and gets no answer fails, and its place goes on as well (see {@link LogIns}).
 *       The client says goodbye first and waits for an answer to that, so the socket may stay half closed for as long as the
 *       server hangs. How many of them there can be is bounded by what a server that takes no connections any more lets
 *       wait: its backlog.
 *   <li>The queue is bounded.
 * </ul>
 *
 * <p>The pool's own timer for those who wait is off: it is not cancelled when the attempt to connect fails first, and then
 * reports an error of its own half a minute later, for every attempt. A request has a deadline in front of all of this (see
 * package {@code door}).
 */
@Singleton
public class DatabasePool implements PgPoolCreator {
    private static final int CONNECT_MILLIS = 2000;

    /** Of the handlers of a connection: the one that the client adds for an idle timeout, and its own for the protocol. */
    private static final String IDLE = "idle";

    private static final String PROTOCOL = "codec";

    private static final String SETTING = "onstage.database.answer-within";
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final DatabaseConfig config;
    private final Function<List<PgConnectOptions>, Supplier<Future<SqlConnectOptions>>> credentials;

    @Inject
    DatabasePool(DatabaseConfig config, DatabaseCredentials credentials) {
        this(config, credentials::connectingTo);
    }

    /**
     * One without a container.
     *
     * @param credentials how a connection to one of the servers is made
     */
    public DatabasePool(
            DatabaseConfig config, Function<List<PgConnectOptions>, Supplier<Future<SqlConnectOptions>>> credentials) {
        this.config = config;
        this.credentials = credentials;
    }

    /**
     * Looks at the setting for the time as the service starts. With one that is too short hardly a statement would ever succeed.
     *
     * @throws UnusableSettingException when it cannot be used
     */
    public static void check(Config config) {
        Duration patience = config.getOptionalValue(SETTING, Duration.class).orElse(SHORTEST);
        if (patience.compareTo(SHORTEST) < 0) {
            throw new UnusableSettingException(SETTING, "it is 1 s or more, not " + patience.toMillis() + " ms");
        }
    }

    @Override
    public Pool create(Input input) {
        Duration patience = config.answerWithin();
        input.poolOptions().setConnectionTimeout(0).setMaxWaitQueueSize(config.maxWaiting());
        input.pgConnectOptionsList().forEach(options -> options.setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeout(Math.toIntExact(patience.toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS));
        Supplier<Future<SqlConnectOptions>> servers = credentials.apply(input.pgConnectOptionsList());
        Pool pool = PgBuilder.pool()
                .using(input.vertx())
                .connectingTo(servers)
                .withConnectHandler(connection -> loggedIn(connection, patience))
                .with(input.poolOptions())
                .build();
        return connectingInTime(
                pool,
                new LogIns(PgDriver.INSTANCE.createConnectionFactory(input.vertx(), servers), patience),
                (VertxInternal) input.vertx());
    }

    @SuppressWarnings("deprecation") // What is to be used instead has no way to give up an attempt.
    private static Pool connectingInTime(Pool pool, LogIns logIns, VertxInternal vertx) {
        vertx.addCloseHook(logIns);
        return pool.connectionProvider(logIns::begin);
    }

    /** Until here silence of any kind ends the connection. From here on one that nobody uses may be silent. */
    private static void loggedIn(SqlConnection connection, Duration patience) {
        SocketConnectionBase socket = (SocketConnectionBase)
                ((SqlConnectionInternal) connection).unwrap().unwrap();
        ChannelPipeline pipeline = socket.socket().channelHandlerContext().pipeline();
        pipeline.remove(IDLE);
        pipeline.addBefore(PROTOCOL, AnswerWatch.class.getName(), new AnswerWatch(patience, System::nanoTime));
        connection.close();
    }
}
