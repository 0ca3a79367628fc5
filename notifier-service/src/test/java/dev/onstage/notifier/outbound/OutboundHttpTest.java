package dev.onstage.notifier.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.support.proxy.OutgoingProxy;
import dev.onstage.testing.TestCertificate;
import dev.onstage.testing.TestProxy;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.ProxyOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls through a proxy, to servers that only the proxy can find. */
class OutboundHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOST = "receiver.example";
    private static final String PASSWORD = "let-me-0ut";
    private static final Vertx VERTX = Vertx.vertx();
    private static final PfxOptions CERTIFICATE =
            new PfxOptions().setPath(TestCertificate.of(HOST).file().toString()).setPassword(TestCertificate.PASSWORD);

    private final TestProxy proxy = TestProxy.start(VERTX, "onstage", PASSWORD);
    private final HttpServer plain = serve(new HttpServerOptions());
    private final HttpServer secure = serve(new HttpServerOptions().setSsl(true).setKeyCertOptions(CERTIFICATE));
    private final OutboundHttp http = new OutboundHttp(
            VERTX, "the receiver", PATIENCE, PATIENCE, new HttpClientOptions().setTrustOptions(CERTIFICATE));

    @AfterEach
    void close() {
        http.close();
        proxy.close();
    }

    @AfterAll
    static void closeAll() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReachTheReceiverThroughTheProxy(boolean tls) {
        Answer answer = call(new OutgoingProxy(proxy.options(), List.of("other.example")), tls, HOST);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"for\":\"the receiver\"}");
        assertThat(answer.header("Credentials")).isEqualTo("none");
        assertThat(proxy.asked())
                .containsExactly(
                        tls
                                ? "CONNECT " + HOST + ":" + secure.actualPort()
                                : "POST http://" + HOST + ":" + plain.actualPort() + "/in");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSayThatTheProxyWantsAnotherPassword(boolean tls) {
        OutgoingProxy wrong = new OutgoingProxy(proxy.options().setPassword("s3cret-but-wrong"), List.of());

        assertThatThrownBy(() -> call(wrong, tls, HOST))
                .isInstanceOf(NotSentException.class)
                .hasMessage("The proxy does not take quarkus.proxy.username and quarkus.proxy.password (407).");
    }

    @Test
    void shouldTakeAnEncryptedAnswerForTheReceiversWhateverItSays() {
        OutgoingProxy way = new OutgoingProxy(proxy.options(), List.of());

        assertThat(call(way, true, HOST, "/out?status=407").status()).isEqualTo(407);
    }

    @Test
    void shouldSayThatTheProxyIsAwayAndNotTheReceiver() {
        ProxyOptions options = proxy.options();
        proxy.close();

        assertThatThrownBy(() -> call(new OutgoingProxy(options, List.of()), true, HOST))
                .isInstanceOf(NotSentException.class)
                .hasMessageContaining("No connection to the proxy");
    }

    @Test
    void shouldCallHostsDirectlyThatNeedNoProxy() {
        Answer answer = call(new OutgoingProxy(proxy.options(), List.of("a.example", "127.*")), false, "127.0.0.1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(proxy.asked()).isEmpty();
    }

    private Answer call(OutgoingProxy way, boolean tls, String host) {
        return call(way, tls, host, "/in");
    }

    private Answer call(OutgoingProxy way, boolean tls, String host, String path) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(tls)
                .setHost(host)
                .setPort((tls ? secure : plain).actualPort())
                .setURI(path);
        return http.call(way.lead(request), "{\"for\":\"the receiver\"}")
                .await()
                .atMost(PATIENCE);
    }

    /** Says what it got; what is meant for the proxy alone is none of its business where the call is encrypted. */
    private static HttpServer serve(HttpServerOptions options) {
        return VERTX.createHttpServer(options)
                .requestHandler(request -> request.body().onSuccess(body -> request.response()
                        .setStatusCode(Integer.parseInt(request.getParam("status", "200")))
                        .putHeader(
                                "Credentials", credentials(request.isSSL(), request.getHeader("Proxy-Authorization")))
                        .end(body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static String credentials(boolean tls, String header) {
        return tls && header != null ? header : "none";
    }
}
