package dev.onstage.notifier.discord;

import dev.onstage.notifier.outbound.HostNotation;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses of pictures Discord can load. It fetches them from outside, and refuses the whole message for one whose
 * address it does not take.
 */
final class PictureAddress {
    static final int LONGEST = 2048;

    private static final int HTTPS_PORT = 443;
    private static final int LAST_ASCII = 0x7F;

    private PictureAddress() {}

    /** What speaks against an address, completing a sentence that begins with its field; empty when Discord takes it. */
    static Optional<String> objection(String address) {
        if (address.length() > LONGEST) {
            return Optional.of(String.format(
                    Locale.ENGLISH, "has %,d characters; Discord takes at most %,d", address.length(), LONGEST));
        }
        if (address.codePoints().anyMatch(codePoint -> codePoint > LAST_ASCII)) {
            return Optional.of(
                    "has characters outside ASCII: write the host in its xn-- form and the rest with % signs");
        }
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            return Optional.of("is not an absolute https address without spaces");
        }
        if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getRawAuthority() == null) {
            return Optional.of("is not an absolute https address without spaces");
        }
        if (uri.getRawAuthority().contains("@")) {
            return Optional.of("must have no user name or password before the host");
        }
        if (uri.getPort() != -1 && uri.getPort() != HTTPS_PORT) {
            return Optional.of("must have no port: pictures are loaded from the usual one, 443");
        }
        return isPublicName(uri.getHost())
                ? Optional.empty()
                : Optional.of(
                        "must have a public host name, such as cdn.example.com, since Discord loads the picture from outside");
    }

    /** An address in the place of the name is refused in every notation; a host that the URI does not know is null. */
    private static boolean isPublicName(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        try {
            return HostNotation.address(name) == null && !HostNotation.isLocalName(name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
