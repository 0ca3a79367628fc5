package dev.onstage.notifier.webhook;

import dev.onstage.notifier.outbound.HostNotation;
import dev.onstage.support.proxy.OutgoingProxy;
import io.quarkus.runtime.Startup;
import io.smallrye.common.net.Inet;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps calls out of the operator's own network, since a broadcaster chooses the address and is not the operator. It is asked
 * when an address is saved and again at each call: what a name leads to can change in between, and the answer given here is
 * the very address that is then connected to.
 *
 * <p>Through a proxy it is the proxy that looks the name up and connects, so it has the last word on where a call ends. Here
 * everything is checked all the same that can be: the notation, the name, the hosts that are allowed, and the addresses that
 * this machine knows of, since a name server within often knows what lies within. What the operator named as a private
 * receiver is called directly.
 */
@Startup // A network that is misspelt in the configuration stops the start.
@ApplicationScoped
class ReceiverGuard {
    private final HostLookup lookup;
    private final WebhookConfig config;
    private final OutgoingProxy proxy;
    private final AddressRules rules;
    private final List<String> allowedHosts;

    ReceiverGuard(HostLookup lookup, WebhookConfig config, OutgoingProxy proxy) {
        this.lookup = lookup;
        this.config = config;
        this.proxy = proxy;
        this.rules = new AddressRules(config.privateReceivers().orElse(List.of()));
        this.allowedHosts = config.allowedHosts().orElse(List.of()).stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    /**
     * Checks what can be seen from the address alone.
     *
     * @throws IllegalArgumentException with the reason, for the person who pasted it
     */
    void check(WebhookUrl url) {
        InetAddress literal = url.literal();
        if (literal != null) {
            String shown = Inet.toOptimalString(literal);
            rules.objection(literal).ifPresent(what -> {
                throw new IllegalArgumentException(shown + " is " + what + ": only public addresses are called.");
            });
            if (!url.isWrittenAs(literal)) {
                throw new IllegalArgumentException("Write the IP address as " + shown + ".");
            }
        } else if (HostNotation.isLocalName(url.host()) && !rules.hasPrivateReceivers()) {
            throw new IllegalArgumentException(
                    "The host's name is one of a local network: only public hosts are called.");
        }
        boolean mayBePrivate = literal == null ? rules.hasPrivateReceivers() : rules.isPrivateReceiver(literal);
        if (!url.tls() && !mayBePrivate) {
            throw new IllegalArgumentException("The address must begin with https://.");
        }
        if (!isAllowedHost(url.host())) {
            throw new IllegalArgumentException("This installation only calls hosts that its operator allowed.");
        }
    }

    /**
     * The address to connect to, empty when that is left to the proxy.
     *
     * @return it, or a failure with {@link ReceiverRefusedException} or {@link HostUnknownException}
     */
    Uni<Optional<InetAddress>> locate(WebhookUrl url) {
        return Uni.createFrom()
                .item(url)
                .invoke(this::check)
                .onFailure(IllegalArgumentException.class)
                .transform(refused -> new ReceiverRefusedException(String.valueOf(refused.getMessage())))
                .flatMap(this::knownAddressesOf)
                .invoke(found -> refusePrivate(url, found))
                .map(found -> isLeftToProxy(url, found) ? Optional.empty() : Optional.of(found.get(0)));
    }

    /**
     * Behind a proxy a name server often knows only what lies within: when it says that there is no such host, nothing is known.
     * When it says nothing, the host may lie within.
     */
    private Uni<List<InetAddress>> knownAddressesOf(WebhookUrl url) {
        Uni<List<InetAddress>> addresses = addressesOf(url);
        return proxy.leadsTo(url.host())
                ? addresses.onFailure(ReceiverGuard::isNoSuchHost).recoverWithItem(List.of())
                : addresses;
    }

    private static boolean isNoSuchHost(Throwable failure) {
        return failure instanceof HostUnknownException unknown && unknown.answered();
    }

    private boolean isLeftToProxy(WebhookUrl url, List<InetAddress> found) {
        return proxy.leadsTo(url.host()) && !areAllPrivateReceivers(found);
    }

    private boolean areAllPrivateReceivers(List<InetAddress> found) {
        return !found.isEmpty() && found.stream().allMatch(rules::isPrivateReceiver);
    }

    private Uni<List<InetAddress>> addressesOf(WebhookUrl url) {
        InetAddress literal = url.literal();
        return literal != null
                ? Uni.createFrom().item(List.of(literal))
                : lookup.addressesOf(url.host())
                        .onFailure()
                        .transform(failure -> HostUnknownException.noSuchHost())
                        .ifNoItem()
                        .after(config.connectTimeout())
                        .failWith(HostUnknownException::noAnswer);
    }

    /** One such address among several is enough: which of them is connected to must not be a matter of luck. */
    private void refusePrivate(WebhookUrl url, List<InetAddress> found) {
        Optional<String> objection =
                found.stream().map(rules::objection).flatMap(Optional::stream).findFirst();
        if (objection.isPresent()) {
            // Which address it is stays untold: a broadcaster could read the operator's name server that way.
            throw new ReceiverRefusedException(
                    "The host leads to " + objection.get() + ": only public addresses are called.");
        }
        if (!url.tls() && !areAllPrivateReceivers(found)) {
            throw new ReceiverRefusedException("The address must begin with https:// for a public host.");
        }
    }

    private boolean isAllowedHost(String host) {
        return allowedHosts.isEmpty()
                || allowedHosts.stream()
                        .anyMatch(allowed ->
                                allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed));
    }
}
