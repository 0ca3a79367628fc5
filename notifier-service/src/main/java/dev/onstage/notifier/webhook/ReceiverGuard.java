package dev.onstage.notifier.webhook;

import dev.onstage.notifier.outbound.HostNotation;
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
 */
@Startup // A network that is misspelt in the configuration stops the start.
@ApplicationScoped
class ReceiverGuard {
    private final HostLookup lookup;
    private final WebhookConfig config;
    private final AddressRules rules;
    private final List<String> allowedHosts;

    ReceiverGuard(HostLookup lookup, WebhookConfig config) {
        this.lookup = lookup;
        this.config = config;
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
     * The address to connect to.
     *
     * @return it, or a failure with {@link ReceiverRefusedException} or {@link HostUnknownException}
     */
    Uni<InetAddress> locate(WebhookUrl url) {
        return Uni.createFrom()
                .item(url)
                .invoke(this::check)
                .onFailure(IllegalArgumentException.class)
                .transform(refused -> new ReceiverRefusedException(String.valueOf(refused.getMessage())))
                .flatMap(this::addressesOf)
                .invoke(found -> refusePrivate(url, found))
                .map(found -> found.get(0));
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
        if (!url.tls() && !found.stream().allMatch(rules::isPrivateReceiver)) {
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
