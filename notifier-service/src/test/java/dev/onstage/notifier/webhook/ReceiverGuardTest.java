package dev.onstage.notifier.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.support.proxy.OutgoingProxy;
import io.netty.util.NetUtil;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.ProxyOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverGuardTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final OutgoingProxy NO_PROXY = new OutgoingProxy(null, List.of());
    private static final OutgoingProxy PROXY =
            new OutgoingProxy(new ProxyOptions(), List.of("direct.example", "*.direct.example", "10.9.*"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://169.254.169.254/latest/meta-data | 169.254.169.254 is a link-local address",
                "https://2852039166/ | 169.254.169.254 is a link-local address",
                "https://0xA9FEA9FE/ | 169.254.169.254 is a link-local address",
                "https://0251.0376.0251.0376/ | 169.254.169.254 is a link-local address",
                "https://169.254.43518/ | 169.254.169.254 is a link-local address",
                "https://[::ffff:169.254.169.254]/ | 169.254.169.254 is a link-local address",
                "https://[::a9fe:a9fe]/ | ::a9fe:a9fe is an IPv4 address inside an IPv6 one",
                "https://127.0.0.1/ | 127.0.0.1 is a loopback address",
                "https://127.1/ | 127.0.0.1 is a loopback address",
                "https://[::1]/ | ::1 is a loopback address",
                "https://[fd00:ec2::254]/ | fd00:ec2::254 is a private address",
                "https://[fe80::1%25eth0]/ | zone",
                "https://0/ | 0.0.0.0 is an unspecified address",
                "https://134744072/ | Write the IP address as 8.8.8.8.",
                "https://localhost/ | local network",
                "https://LOCALHOST:8443/ | local network",
                "https://evil.localhost/ | local network",
                "https://printer.local/ | local network",
                "https://metadata.google.internal/ | local network",
                "https://router.home.arpa/ | local network",
                "https://kafka/ | local network",
                "https://localhost./ | dot",
                "https://169.254.169.254./ | dot",
                "http://hooks.example/ | https://",
                "http://8.8.8.8/ | https://"
            })
    void shouldRefuseWithTheReasonNamed(String url, String reason) {
        ReceiverGuard guard = guard(new ScriptedLookup(), StubConfig.DEFAULT);

        assertThatThrownBy(() -> guard.check(WebhookUrl.parse(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> locate(guard, url)).isInstanceOf(ReceiverRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example/",
                "https://localhost.example/",
                "https://notlocalhost.com/",
                "https://local.example/",
                "https://169.254.169.254.example/",
                "https://8.8.8.8/",
                "https://[2606:4700::1111]/"
            })
    void shouldTakePublicHosts(String url) {
        ReceiverGuard guard = guard(new ScriptedLookup(), StubConfig.DEFAULT);

        assertThatCode(() -> guard.check(WebhookUrl.parse(url))).doesNotThrowAnyException();
    }

    @Test
    void shouldGiveTheAddressThatWasChecked() {
        assertThat(locate(
                        guard(new ScriptedLookup().then("93.184.216.34", "2606:4700::1111"), StubConfig.DEFAULT),
                        "https://hooks.example/"))
                .isEqualTo(address("93.184.216.34"));
        assertThat(locate(guard(new ScriptedLookup(), StubConfig.DEFAULT), "https://8.8.8.8/"))
                .isEqualTo(address("8.8.8.8"));
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3, a private address", "::1, a loopback address", "169.254.169.254, a link-local address"})
    void shouldRefuseANameOfWhichAnyAddressIsNotPublicWithoutTellingIt(String inner, String what) {
        ReceiverGuard guard = guard(new ScriptedLookup().then("93.184.216.34", inner), StubConfig.DEFAULT);

        assertThatThrownBy(() -> locate(guard, "https://hooks.example/"))
                .isInstanceOf(ReceiverRefusedException.class)
                .hasMessageContaining("The host leads to " + what)
                .message()
                .doesNotContain(inner);
    }

    @Test
    void shouldSayThatAHostIsUnknown() {
        assertThatThrownBy(() -> locate(guard(new ScriptedLookup(), StubConfig.DEFAULT), "https://hooks.example/"))
                .isInstanceOfSatisfying(HostUnknownException.class, unknown -> assertThat(unknown.answered())
                        .isTrue());
    }

    @Test
    void shouldNotWaitForeverForANameServer() {
        ReceiverGuard guard =
                guard(host -> Uni.createFrom().nothing(), StubConfig.DEFAULT.connectingWithin(Duration.ofMillis(20)));

        assertThatThrownBy(() -> locate(guard, "https://hooks.example/"))
                .isInstanceOfSatisfying(HostUnknownException.class, unknown -> assertThat(unknown.answered())
                        .isFalse());
    }

    @Test
    void shouldCallPrivateReceiversThatTheOperatorNamedAlsoWithoutTls() {
        StubConfig config = StubConfig.DEFAULT.openingTo("10.1.2.0/24");

        assertThat(locate(guard(new ScriptedLookup(), config), "http://10.1.2.3:8080/x"))
                .isEqualTo(address("10.1.2.3"));
        assertThat(locate(guard(new ScriptedLookup().then("10.1.2.3"), config), "http://receiver/x"))
                .isEqualTo(address("10.1.2.3"));
        assertThatThrownBy(() -> locate(guard(new ScriptedLookup().then("10.1.3.3"), config), "https://receiver/x"))
                .isInstanceOf(ReceiverRefusedException.class)
                .hasMessageContaining("a private address");
        assertThatThrownBy(() -> locate(guard(new ScriptedLookup().then("8.8.8.8"), config), "http://receiver/x"))
                .isInstanceOf(ReceiverRefusedException.class)
                .hasMessageContaining("https://");
    }

    @ParameterizedTest
    @CsvSource({
        "hooks.example, true",
        "HOOKS.example, true",
        "a.apps.example, true",
        "a.b.apps.example, true",
        "apps.example, false",
        "evilapps.example, false",
        "hooks.example.evil.com, false",
        "x.hooks.example, false",
        "8.8.8.8, false"
    })
    void shouldCallOnlyAllowedHostsWhereSomeAreNamed(String host, boolean allowed) {
        ReceiverGuard guard =
                guard(new ScriptedLookup(), StubConfig.DEFAULT.allowing("Hooks.example", "*.apps.example"));

        if (allowed) {
            assertThatCode(() -> guard.check(WebhookUrl.parse("https://" + host)))
                    .doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> guard.check(WebhookUrl.parse("https://" + host)))
                    .hasMessageContaining("operator");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example/, 93.184.216.34",
        "https://hooks.example/, ''",
        "https://8.8.8.8/, ''",
        "https://indirect.example/, ''"
    })
    void shouldLeaveItToTheProxyWhereAPublicHostIs(String url, String known) {
        ScriptedLookup lookup = known.isEmpty() ? new ScriptedLookup() : new ScriptedLookup().then(known);

        assertThat(way(new ReceiverGuard(lookup, StubConfig.DEFAULT, PROXY), url))
                .isEmpty();
    }

    @Test
    void shouldSendNothingToTheProxyWhileTheNameServerIsSilent() {
        StubConfig impatient = StubConfig.DEFAULT.connectingWithin(Duration.ofMillis(20));
        ReceiverGuard guard = new ReceiverGuard(host -> Uni.createFrom().nothing(), impatient, PROXY);

        assertThatThrownBy(() -> way(guard, "https://hooks.example/"))
                .isInstanceOfSatisfying(HostUnknownException.class, unknown -> assertThat(unknown.answered())
                        .isFalse());
    }

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example/, 10.1.2.3, a private address",
        "https://hooks.example/, 169.254.169.254, a link-local address",
        "https://169.254.169.254/, '', a link-local address",
        "https://0xA9FEA9FE/, '', a link-local address",
        "https://localhost/, '', local network",
        "https://kafka/, '', local network",
        "http://hooks.example/, '', https://"
    })
    void shouldSendNothingToTheProxyForWhatIsKnownToBeWithin(String url, String known, String reason) {
        ScriptedLookup lookup = known.isEmpty() ? new ScriptedLookup() : new ScriptedLookup().then(known);

        assertThatThrownBy(() -> way(new ReceiverGuard(lookup, StubConfig.DEFAULT, PROXY), url))
                .isInstanceOf(ReceiverRefusedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void shouldCallPrivateReceiversAndHostsThatNeedNoProxyDirectly() {
        StubConfig config = StubConfig.DEFAULT.openingTo("10.1.2.0/24");

        assertThat(way(new ReceiverGuard(new ScriptedLookup().then("10.1.2.3"), config, PROXY), "http://receiver/x"))
                .contains(address("10.1.2.3"));
        assertThat(way(new ReceiverGuard(new ScriptedLookup(), config, PROXY), "http://10.1.2.3/x"))
                .contains(address("10.1.2.3"));
        assertThat(way(
                        new ReceiverGuard(new ScriptedLookup().then("8.8.8.8"), StubConfig.DEFAULT, PROXY),
                        "https://Direct.example/x"))
                .contains(address("8.8.8.8"));
        assertThatThrownBy(() -> way(
                        new ReceiverGuard(new ScriptedLookup(), StubConfig.DEFAULT, PROXY),
                        "https://a.direct.example/x"))
                .isInstanceOf(HostUnknownException.class);
        assertThatThrownBy(() -> way(
                        new ReceiverGuard(new ScriptedLookup().then("10.1.2.3"), StubConfig.DEFAULT, PROXY),
                        "https://a.direct.example/x"))
                .isInstanceOf(ReceiverRefusedException.class);
    }

    private static ReceiverGuard guard(HostLookup lookup, WebhookConfig config) {
        return new ReceiverGuard(lookup, config, NO_PROXY);
    }

    private static InetAddress locate(ReceiverGuard guard, String url) {
        return way(guard, url).orElseThrow();
    }

    private static Optional<InetAddress> way(ReceiverGuard guard, String url) {
        return guard.locate(WebhookUrl.parse(url)).await().atMost(PATIENCE);
    }

    private static InetAddress address(String text) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(text);
        assertThat(address).as(text).isNotNull();
        return address;
    }
}
