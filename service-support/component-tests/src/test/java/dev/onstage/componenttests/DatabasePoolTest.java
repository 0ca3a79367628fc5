package dev.onstage.componenttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;

import dev.onstage.support.database.DatabaseConfig;
import dev.onstage.support.database.DatabasePool;
import dev.onstage.support.notification.DatabaseNotifications;
import dev.onstage.support.problem.AbsentServer;
import dev.onstage.testing.TestRelay;
import dev.onstage.testing.TestStack;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.RowSet;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabasePoolTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final long WAITER_MILLIS = 300;

    private final Vertx vertx = Vertx.vertx();
    private final Vertx others = Vertx.vertx();

    @AfterEach
    void stop() {
        join(vertx.close());
        join(others.close());
    }

    @Test
    void shouldSayNothingMoreOfAnAttemptThatHasFailed() {
        NetServer closed =
                join(others.createNetServer().connectHandler(socket -> {}).listen(0, LOOPBACK));
        int port = closed.actualPort();
        join(closed.close());
        Pool pool = pool(port, LONG, 10);
        List<Throwable> later = new CopyOnWriteArrayList<>();
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        Promise<Void> over = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.exceptionHandler(later::add);

        context.runOnContext(ignored -> {
            query(pool).onComplete(answer -> failed.complete(answer.cause()));
            // Of two timers of one context the shorter one is first.
            vertx.setTimer(2 * WAITER_MILLIS, timer -> over.complete());
        });
        join(over.future());

        assertThat(failed.join()).isInstanceOf(ConnectException.class);
        assertThat(later).isEmpty();
    }

    @Test
    void shouldGiveUpAServerThatTakesConnectionsAndLetsNobodyIn() {
        NetServer silent =
                join(others.createNetServer().connectHandler(socket -> {}).listen(0, LOOPBACK));
        Pool pool = pool(silent.actualPort(), Duration.ofMillis(200), 10);

        List<Future<?>> waiting = List.of(query(pool), query(pool), query(pool));

        assertThat(waiting).allSatisfy(DatabasePoolTest::assertThatServerIsAbsent);
    }

    /** It does not even hear that the client has gone. */
    @Test
    void shouldGiveUpAServerThatHangsAtTheLogIn() throws IOException {
        try (TestRelay server = TestRelay.to(TestStack.running().postgresPort())) {
            server.hang();
            Pool pool = pool(server.port(), Duration.ofMillis(200), 10);

            List<Future<?>> waiting = List.of(query(pool), query(pool), query(pool));

            assertThat(waiting).allSatisfy(DatabasePoolTest::assertThatServerIsAbsent);
            server.goOn();
        }
    }

    @Test
    void shouldGiveUpAServerThatFallsSilent() throws IOException {
        try (TestRelay server = TestRelay.to(TestStack.running().postgresPort())) {
            Pool pool = pool(server.port(), Duration.ofSeconds(2), 10);
            await().atMost(LONG).ignoreExceptions().untilAsserted(() -> join(query(pool)));

            server.hang();
            // Only the first of them has a connection.
            List<Future<?>> waiting = List.of(query(pool), query(pool));

            assertThat(waiting).allSatisfy(DatabasePoolTest::assertThatServerIsAbsent);
            server.goOn();
            await().atMost(LONG).ignoreExceptions().untilAsserted(() -> join(query(pool)));
        }
    }

    @Test
    void shouldListenAgainAfterAServerThatFellSilentWhileNobodyAskedIt() throws IOException {
        try (TestRelay server = TestRelay.to(TestStack.running().postgresPort())) {
            Duration patience = Duration.ofSeconds(2);
            Pool pool = pool(server.port(), patience, 10);
            await().atMost(LONG).ignoreExceptions().untilAsserted(() -> join(query(pool)));
            AtomicInteger connections = new AtomicInteger();
            AtomicInteger begun = new AtomicInteger();
            DatabaseNotifications notifications = new DatabaseNotifications(
                    () -> {
                        connections.incrementAndGet();
                        return new io.vertx.mutiny.sqlclient.Pool(pool);
                    },
                    new io.vertx.mutiny.core.Vertx(vertx),
                    patience);
            try (DatabaseNotifications.Listener listener =
                    notifications.listen("'pool_tried'", begun::incrementAndGet, payload -> {})) {
                assertThat(listener).isNotNull();
                await().atMost(LONG).untilAtomic(begun, greaterThan(0));
                // Its first connection answers on another event loop than the later ones, which it makes itself.
                for (int time = 1; time <= 2; time++) {
                    server.hang();
                    int before = connections.get();
                    await().atMost(LONG).untilAtomic(connections, greaterThan(before));
                    int begunBefore = begun.get();

                    server.goOn();
                    await().atMost(LONG).untilAtomic(begun, greaterThan(begunBefore));
                }
            }
        }
    }

    @Test
    void shouldListenAgainAfterAServerThatRefusedIt() {
        AtomicBoolean refusing = new AtomicBoolean();
        NetClient client = others.createNetClient();
        NetServer server = join(others.createNetServer()
                .connectHandler(socket -> {
                    socket.pause();
                    client.connect(TestStack.running().postgresPort(), LOOPBACK).onSuccess(behind -> {
                        behind.handler(socket::write).closeHandler(ended -> socket.close());
                        socket.handler(bytes -> behind.write(refusing.get() ? spoil(bytes) : bytes))
                                .closeHandler(ended -> behind.close())
                                .resume();
                    });
                })
                .listen(0, LOOPBACK));
        Pool pool = pool(server.actualPort(), LONG, 10);
        await().atMost(LONG).ignoreExceptions().untilAsserted(() -> join(query(pool)));
        AtomicInteger connections = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        List<String> heard = new CopyOnWriteArrayList<>();
        DatabaseNotifications notifications = new DatabaseNotifications(
                () -> {
                    connections.incrementAndGet();
                    return new io.vertx.mutiny.sqlclient.Pool(pool);
                },
                new io.vertx.mutiny.core.Vertx(vertx),
                Duration.ofMillis(100));
        try (DatabaseNotifications.Listener listener =
                notifications.listen("'pool_refused'", begun::incrementAndGet, heard::add)) {
            assertThat(listener).isNotNull();
            await().atMost(LONG).untilAtomic(begun, greaterThan(0));

            refusing.set(true);
            await().atMost(LONG).untilAtomic(connections, greaterThan(2));
            int begunBefore = begun.get();
            refusing.set(false);

            await().atMost(LONG).untilAtomic(begun, greaterThan(begunBefore));
            Pool other = pool(TestStack.running().postgresPort(), LONG, 10);
            join(other.query("SELECT pg_notify('pool_refused', 'word')").execute());
            await().atMost(LONG).untilAsserted(() -> assertThat(heard).contains("word"));
        }
    }

    /** PostgreSQL knows no such statement. */
    private static Buffer spoil(Buffer statement) {
        return Buffer.buffer(
                statement.toString(StandardCharsets.ISO_8859_1).replace("LISTEN", "LISTEX"),
                StandardCharsets.ISO_8859_1.name());
    }

    @Test
    void shouldLetOnlySoManyWait() {
        NetServer silent =
                join(others.createNetServer().connectHandler(socket -> {}).listen(0, LOOPBACK));
        Pool pool = pool(silent.actualPort(), LONG, 1);

        query(pool);
        query(pool);
        Future<?> tooMany = query(pool);

        assertThatThrownBy(() -> join(tooMany)).hasCauseInstanceOf(ConnectionPoolTooBusyException.class);
    }

    private static void assertThatServerIsAbsent(Future<?> answer) {
        assertThatThrownBy(() -> join(answer)).matches(AbsentServer::isBehind, "a server that is away");
    }

    private static Future<?> query(Pool pool) {
        return pool.query("SELECT 1").execute().map(RowSet::size);
    }

    /** Of one connection; its options have a timer for those who wait, as they come from the framework. */
    private Pool pool(int port, Duration answerWithin, int maxWaiting) {
        DatabaseConfig config = new DatabaseConfig() {
            @Override
            public Duration answerWithin() {
                return answerWithin;
            }

            @Override
            public int maxWaiting() {
                return maxWaiting;
            }
        };
        PoolOptions options = new PoolOptions()
                .setMaxSize(1)
                .setConnectionTimeout((int) WAITER_MILLIS)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        List<PgConnectOptions> servers = List.of(new PgConnectOptions()
                .setHost(LOOPBACK)
                .setPort(port)
                .setDatabase("postgres")
                .setUser("postgres")
                .setPassword("any"));
        return new DatabasePool(config, from -> () -> Future.succeededFuture(new PgConnectOptions(from.get(0))))
                .create(new PgPoolCreator.Input() {
                    @Override
                    public Vertx vertx() {
                        return vertx;
                    }

                    @Override
                    public PoolOptions poolOptions() {
                        return options;
                    }

                    @Override
                    public List<PgConnectOptions> pgConnectOptionsList() {
                        return servers;
                    }
                });
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(2, TimeUnit.MINUTES)
                .join();
    }
}
