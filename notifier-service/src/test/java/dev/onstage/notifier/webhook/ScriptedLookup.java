package dev.onstage.notifier.webhook;

import io.netty.util.NetUtil;
import io.quarkus.test.junit.QuarkusMock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A name server that gives each of its answers once, in order: a name may lead elsewhere the next time. */
public final class ScriptedLookup implements HostLookup {
    private final Queue<List<InetAddress>> answers = new ConcurrentLinkedQueue<>();

    /** Puts one in the place of the application's name server until the test ends: each answer is one address. */
    public static void install(Vertx vertx, String... answers) {
        ScriptedLookup lookup = new ScriptedLookup();
        Arrays.stream(answers).forEach(lookup::then);
        // Only an instance of the bean's own class can stand in for it.
        SystemHostLookup instead = new SystemHostLookup(vertx) {
            @Override
            public Uni<List<InetAddress>> addressesOf(String host) {
                return lookup.addressesOf(host);
            }
        };
        QuarkusMock.installMockForType(instead, SystemHostLookup.class);
    }

    ScriptedLookup then(String... addresses) {
        answers.add(Arrays.stream(addresses)
                .map(address -> Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(address)))
                .toList());
        return this;
    }

    int left() {
        return answers.size();
    }

    @Override
    public Uni<List<InetAddress>> addressesOf(String host) {
        List<InetAddress> answer = answers.poll();
        return answer == null
                ? Uni.createFrom().failure(new UnknownHostException(host))
                : Uni.createFrom().item(answer);
    }
}
