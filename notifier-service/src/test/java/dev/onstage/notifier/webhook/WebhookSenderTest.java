package dev.onstage.notifier.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.onstage.notifier.delivery.Form;
import dev.onstage.notifier.delivery.SendReport;
import dev.onstage.notifier.delivery.SendResult;
import dev.onstage.notifier.destination.Address;
import dev.onstage.notifier.destination.DestinationKind.Check;
import dev.onstage.notifier.destination.Presentation;
import dev.onstage.notifier.destination.Target;
import dev.onstage.notifier.destination.Violation;
import dev.onstage.notifier.template.FormTemplate;
import dev.onstage.notifier.template.MessageTemplate;
import dev.onstage.support.proxy.OutgoingProxy;
import dev.onstage.testing.TestProxy;
import io.netty.util.NetUtil;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages to a receiver on loopback, which is allowed here by name. */
class WebhookSenderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Vertx VERTX = Vertx.vertx();
    private static final OutgoingProxy NO_PROXY = new OutgoingProxy(null, List.of());

    private final LocalReceiver receiver = LocalReceiver.start(VERTX);
    private final ScriptedLookup lookup = new ScriptedLookup();
    private final StubConfig config = StubConfig.DEFAULT.openingTo("127.0.0.1", "::1");
    private final WebhookKind kind =
            new WebhookKind(new ReceiverGuard(lookup, config, NO_PROXY), WebhookEventsTest.JSON);
    private final WebhookSender sender = sender(config);

    @AfterEach
    void close() {
        receiver.close();
    }

    @AfterAll
    static void closeAll() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldPostSignedJson() {
        String content = sender.render(
                Form.LIVE, WebhookEventsTest.live("T\u00efr\u00e9 \uD83D\uDE00"), Presentation.PLAIN, true);
        long before = Instant.now().getEpochSecond();

        SendReport report = post(target("/in?token=s3cret"), content);

        LocalReceiver.Received got = receiver.received().get(0);
        assertThat(got.target()).isEqualTo("/in?token=s3cret");
        assertThat(got.host()).isEqualTo("127.0.0.1:" + receiver.port());
        assertThat(got.contentType()).isEqualTo("application/json");
        assertThat(got.userAgent()).isEqualTo("Onstage-Notifier/1.0");
        assertThat(got.message().text()).isEqualTo(content);
        assertThat(got.message().isSignedWith(SECRET)).isTrue();
        assertThat(Long.parseLong(got.message().timestamp()))
                .isBetween(before, Instant.now().getEpochSecond());
        assertThat(got.message().id()).matches("msg_[A-Za-z0-9_-]{24}");
        assertThat(report.result()).isEqualTo(new SendResult.Done(got.message().id()));
        assertThat(report.status()).isEqualTo(204);
    }

    @Test
    void shouldKeepTheIdOfAMessageHoweverOftenItIsSent() {
        Target before = target("/in");
        Target after = new Target(
                kind.resign(before.secret(), SigningSecret.random().text()).secret(), null);
        post(before, "{\"a\":1}");
        post(before, "{\"a\":1}");
        post(after, "{\"a\":1}");
        post(before, "{\"a\":2}");
        post(target("/other"), "{\"a\":1}");

        assertThat(receiver.received()).hasSize(5);
        assertThat(idOf(1)).isEqualTo(idOf(0));
        assertThat(idOf(2)).isEqualTo(idOf(0));
        assertThat(idOf(3)).isNotEqualTo(idOf(0));
        assertThat(idOf(4)).isNotEqualTo(idOf(0)).isNotEqualTo(idOf(3));
    }

    @Test
    void shouldTellWhatIsNewInAnotherMessage() {
        String content = sender.render(Form.LIVE, WebhookEventsTest.live("T"), Presentation.PLAIN, true);
        post(target("/in"), content);

        SendReport report = sender.edit(target("/in"), idOf(0), content).await().atMost(PATIENCE);

        assertThat(receiver.received().get(1).message().text()).startsWith("{\"type\":\"stream.updated\",");
        assertThat(report.result()).isEqualTo(new SendResult.Done(idOf(1)));
        assertThat(idOf(1)).isNotEqualTo(idOf(0));
    }

    @Test
    void shouldSignWithBothSecretsAfterARotation() {
        String newest = SigningSecret.random().text();
        Address rotated = kind.resign(target("/in").secret(), newest);

        post(new Target(rotated.secret(), null), "{}");

        SignedMessage message = receiver.received().get(0).message();
        assertThat(message.isSignedWith(newest)).isTrue();
        assertThat(message.isSignedWith(SECRET)).isTrue();
        assertThat(rotated.madeSecret()).isNull();
    }

    @Test
    void shouldConnectToTheAddressThatWasCheckedWhateverTheNameLeadsToLater() {
        lookup.then("127.0.0.1").then("10.0.0.1").then("127.0.0.1");
        Target named = targetAt("http://hooks.example:" + receiver.port() + "/in");

        assertThat(post(named, "{}").result()).isInstanceOf(SendResult.Done.class);
        assertThat(lookup.left()).isEqualTo(2);
        assertThat(receiver.received().get(0).host()).isEqualTo("hooks.example:" + receiver.port());

        SendResult refused = post(named, "{}").result();
        assertThat(refused)
                .isInstanceOfSatisfying(SendResult.DestinationGone.class, gone -> assertThat(gone.forgetAddress())
                        .isFalse());
        assertThat(refused.reason()).contains("a private address");
        assertThat(receiver.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void shouldNotFollowARedirect(int status) {
        receiver.answerNextWith(status, "Location", "http://127.0.0.1:" + receiver.port() + "/elsewhere");

        SendReport report = post(target("/in"), "{}");

        assertThat(report.result()).isInstanceOf(SendResult.Refused.class);
        assertThat(report.result().reason()).contains("redirect");
        assertThat(receiver.received())
                .extracting(LocalReceiver.Received::target)
                .containsExactly("/in");
    }

    @Test
    void shouldWaitWhenAsked() {
        receiver.answerNextWith(429, "Retry-After", "17");

        assertThat(post(target("/in"), "{}").result())
                .isInstanceOfSatisfying(SendResult.Limited.class, limited -> assertThat(limited.delay())
                        .isEqualTo(Duration.ofSeconds(17)));
    }

    @Test
    void shouldNotKnowTheOutcomeWithoutAnAnswer() {
        receiver.hangUpOnNext();

        SendReport report = post(target("/in?token=s3cret"), "{}");

        assertThat(report.result()).isInstanceOf(SendResult.Unknown.class);
        assertThat(report.result().reason()).doesNotContain("s3cret");
        assertThat(report.status()).isNull();
    }

    @Test
    void shouldKnowThatNothingWasSentWithoutAConnection() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        SendResult result =
                post(targetAt("http://127.0.0.1:" + port + "/s3cret"), "{}").result();

        assertThat(result).isInstanceOf(SendResult.TryAgain.class);
        assertThat(result.reason()).contains("No connection").doesNotContain("s3cret");
    }

    @Test
    void shouldTryAgainWhenTheHostIsUnknownForNow() {
        SendResult result = post(targetAt("https://hooks.example/s3cret"), "{}").result();

        assertThat(result).isInstanceOf(SendResult.TryAgain.class);
        assertThat(result.reason()).doesNotContain("s3cret");
    }

    @Test
    void shouldAskForTheNameInTheHandshakeAndSendNothingToWhoeverCannotProveIt() throws Exception {
        try (ServerSocket impostor = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> hello = CompletableFuture.supplyAsync(() -> firstBytesAt(impostor));
            lookup.then("127.0.0.1");

            SendResult result = post(targetAt("https://hooks.example:" + impostor.getLocalPort() + "/s3cret"), "{}")
                    .result();

            assertThat(hello.join()).contains("hooks.example").doesNotContain("s3cret");
            assertThat(result).isInstanceOf(SendResult.TryAgain.class);
        }
    }

    @Test
    void shouldNameTheReceiverToTheProxyAndCallAPrivateOneDirectly() throws IOException {
        try (TestProxy proxy = TestProxy.start(VERTX, "onstage", "let-me-0ut");
                Socket nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String address = "hooks.example:" + nobody.getLocalPort();
            WebhookSender behind = sender(config, new OutgoingProxy(proxy.options(), List.of()));

            SendReport outside = behind.post(targetAt("https://" + address + "/s3cret"), "{}")
                    .await()
                    .atMost(PATIENCE);
            SendReport within = behind.post(target("/in"), "{}").await().atMost(PATIENCE);

            assertThat(proxy.asked()).containsExactly("CONNECT " + address);
            assertThat(outside.result()).isInstanceOf(SendResult.TryAgain.class);
            assertThat(outside.result().reason())
                    .isEqualTo("The proxy did not make a connection (502).")
                    .doesNotContain("s3cret");
            assertThat(within.result()).isInstanceOf(SendResult.Done.class);
        }
    }

    @Test
    void shouldCallAnIpv6Address() throws IOException {
        assumeThat(NetworkInterface.getByInetAddress(NetUtil.LOCALHOST6)).isNotNull();
        try (LocalReceiver ipv6 = LocalReceiver.at(VERTX, "::1")) {
            SendReport report = post(targetAt("http://[::1]:" + ipv6.port() + "/in"), "{}");

            assertThat(report.result()).isInstanceOf(SendResult.Done.class);
            assertThat(ipv6.received().get(0).host()).isEqualTo("[::1]:" + ipv6.port());
        }
    }

    @Test
    void shouldMakeASecretAndTellItOnce() {
        Address address = kind.parse("http://127.0.0.1:" + receiver.port() + "/in?token=s3cret", null);

        String made = Objects.requireNonNull(address.madeSecret());
        assertThat(address.masked()).isEqualTo("http://127.0.0.1:" + receiver.port() + "/…");
        assertThat(address.threadId()).isNull();
        assertThat(address + " " + WebhookAddress.decode(address.secret(), WebhookEventsTest.JSON))
                .doesNotContain("s3cret")
                .doesNotContain(made.substring("whsec_".length()));
        post(new Target(address.secret(), null), "{}");
        assertThat(receiver.received().get(0).message().isSignedWith(made)).isTrue();
    }

    @Test
    void shouldTakeTheSecretThatAPersonChose() {
        assertThat(kind.parse("http://127.0.0.1/in", SECRET).madeSecret()).isNull();
        assertThatThrownBy(() -> kind.parse("http://127.0.0.1/in", "whsec_short"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("short");
        assertThatThrownBy(() -> kind.resign(target("/in").secret(), "short"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseAnAddressInsideTheOperatorsNetwork() {
        assertThatThrownBy(() -> kind.parse("https://169.254.169.254/latest", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("169.254.169.254 is a link-local address");
    }

    @Test
    void shouldNotCallAnAddressThatIsNoLongerAllowed() {
        Target saved = target("/in");

        SendResult result = sender(StubConfig.DEFAULT)
                .post(saved, "{}")
                .await()
                .atMost(PATIENCE)
                .result();

        assertThat(result).isInstanceOf(SendResult.DestinationGone.class);
        assertThat(result.reason()).contains("127.0.0.1 is a loopback address");
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void shouldAskWhereANameLeadsBeforeItIsSaved() {
        String saved = targetAt("https://hooks.example/in").secret();
        lookup.then("127.0.0.1").then("10.0.0.1");

        assertThat(check(saved)).isEqualTo(Check.FOUND);
        assertThatThrownBy(() -> check(saved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a private address");
        assertThatThrownBy(() -> check(saved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no address");
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void shouldTrustAnAddressWhileTheNameServerIsSilent() {
        StubConfig impatient = StubConfig.DEFAULT.connectingWithin(Duration.ofMillis(20));
        WebhookKind cut = new WebhookKind(
                new ReceiverGuard(host -> Uni.createFrom().nothing(), impatient, NO_PROXY), WebhookEventsTest.JSON);

        assertThat(cut.check(cut.parse("https://hooks.example/in", null).secret())
                        .await()
                        .atMost(PATIENCE))
                .isEqualTo(Check.UNREACHABLE);
    }

    @Test
    void shouldNameWhatItHasNoUseFor() {
        Presentation presentation = new Presentation(
                "everyone", "Bot", "https://pictures.example/a.png", "1", "{title}", template(colored()));

        assertThat(kind.check(presentation))
                .extracting(Violation::field)
                .containsExactly("ping", "username", "avatarUrl", "threadId", "threadName", "template");
        assertThat(kind.check(Presentation.PLAIN)).isEmpty();
        assertThat(kind.check(new Presentation(null, null, null, null, null, template(FormTemplate.DEFAULT))))
                .isEmpty();
    }

    private static MessageTemplate template(FormTemplate live) {
        return new MessageTemplate(live, null);
    }

    private static FormTemplate colored() {
        return new FormTemplate(null, null, null, "#00FF00", null, null, null, null, null);
    }

    private WebhookSender sender(StubConfig config) {
        return sender(config, NO_PROXY);
    }

    private WebhookSender sender(StubConfig config, OutgoingProxy way) {
        return new WebhookSender(
                new WebhookHttp(VERTX, config, new ReceiverGuard(lookup, config, way), way),
                WebhookEventsTest.JSON,
                "https://live.example");
    }

    private Check check(String secret) {
        return kind.check(secret).await().atMost(PATIENCE);
    }

    private Target target(String path) {
        return targetAt("http://127.0.0.1:" + receiver.port() + path);
    }

    private Target targetAt(String url) {
        return new Target(kind.parse(url, SECRET).secret(), null);
    }

    private SendReport post(Target target, String content) {
        return sender.post(target, content).await().atMost(PATIENCE);
    }

    private String idOf(int index) {
        return receiver.received().get(index).message().id();
    }

    private static String firstBytesAt(ServerSocket server) {
        try (Socket socket = server.accept()) {
            byte[] bytes = new byte[4096];
            int read = socket.getInputStream().read(bytes);
            return new String(bytes, 0, read, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
