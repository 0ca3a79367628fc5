package dev.onstage.localstack.stack;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the world reaches the gateway. Everything else is made by appending a path to it: the address of the webhooks, links in
 * messages, the page whose requests are trusted.
 *
 * @param text scheme, host and port alone, in lower case and without a slash at the end
 */
public record PublicUrl(String text) {

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final String EXAMPLE = "Write the address alone, such as https://onstage.example.org.";
    private static final int MAX_PORT = 65_535;

    /**
     * Reads what a person wrote. Slashes at the end make no difference.
     *
     * @throws IllegalArgumentException saying what to write instead; it does not repeat what may be a password
     */
    public static PublicUrl of(String written) {
        URI url = parsed(written.strip());
        if (!SCHEMES.contains(lowerCase(url.getScheme())) || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "it does not begin with http:// or https:// and the name of a host. " + EXAMPLE);
        }
        if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
            throw new IllegalArgumentException("its port is none between 1 and " + MAX_PORT + ". " + EXAMPLE);
        }
        String alone = lowerCase(url.getScheme()) + "://" + lowerCase(url.getHost())
                + (url.getPort() < 0 ? "" : ":" + url.getPort());
        String superfluous = superfluous(url);
        if (!superfluous.isEmpty()) {
            throw new IllegalArgumentException("it has " + superfluous + ". Write " + alone + " instead.");
        }
        return new PublicUrl(alone);
    }

    private static URI parsed(String written) {
        try {
            return new URI(written);
        } catch (URISyntaxException wrong) {
            throw new IllegalArgumentException("it is no address: " + wrong.getReason() + ". " + EXAMPLE, wrong);
        }
    }

    /** What is more than an address of the gateway; empty for nothing. */
    private static String superfluous(URI url) {
        if (url.getRawUserInfo() != null) {
            return "a user name or a password, which browsers and GetStream would not send";
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            return "a query or a fragment, behind which no path can be appended";
        }
        boolean root = url.getRawPath().chars().allMatch(character -> character == '/');
        return root ? "" : "a path, but the gateway answers at the root of its address only";
    }

    private static String lowerCase(@Nullable String part) {
        return part == null ? "" : part.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return text;
    }
}
