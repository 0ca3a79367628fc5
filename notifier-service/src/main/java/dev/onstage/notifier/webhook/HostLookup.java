package dev.onstage.notifier.webhook;

import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.util.List;

/** Asks for the addresses of a host. */
interface HostLookup {
    /** All of them, at least one; fails with {@link java.net.UnknownHostException} when there is none. */
    Uni<List<InetAddress>> addressesOf(String host);
}
