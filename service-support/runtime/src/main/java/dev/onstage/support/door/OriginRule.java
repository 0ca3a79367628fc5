package dev.onstage.support.door;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests that change something may come from a browser's page: those of our own origin. Browsers send cookies along
 * whichever page made a request, but they say which page it was, and no page can make them say something else.
 */
final class OriginRule {
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");
    private static final String SAME_ORIGIN = "same-origin";
    private static final String NOBODY = "none";
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Set<String> ours;

    /** Makes the rule for these addresses of the page. A loopback address stands for all names of this machine. */
    OriginRule(Collection<URI> addresses) {
        Set<String> origins = new LinkedHashSet<>();
        for (URI address : addresses) {
            origins.add(origin(address.getScheme(), address.getHost(), address.getPort()));
            if (LOOPBACK.contains(address.getHost())) {
                LOOPBACK.forEach(name -> origins.add(origin(address.getScheme(), name, address.getPort())));
            }
        }
        this.ours = Set.copyOf(origins);
    }

    private static String origin(String scheme, String host, int port) {
        String name = (scheme + "://" + host).toLowerCase(Locale.ROOT);
        boolean usual = port == -1 || port == ("https".equalsIgnoreCase(scheme) ? HTTPS : HTTP);
        return usual ? name : name + ":" + port;
    }

    /**
     * Whether a request that changes something is let in.
     *
     * @param origin header {@code Origin}: scheme, host and port of the page, or {@code null} as a text when it hides them
     * @param fetchSite header {@code Sec-Fetch-Site}: how the page relates to the address that is asked
     * @param cookies whether our cookies came along
     * @param bearer whether an access token came in a header, which no foreign page can send without asking first
     */
    boolean allows(@Nullable String origin, @Nullable String fetchSite, boolean cookies, boolean bearer) {
        if (bearer && !cookies) {
            return true;
        }
        if (origin != null) {
            return ours.contains(origin.toLowerCase(Locale.ROOT));
        }
        if (fetchSite != null) {
            return SAME_ORIGIN.equals(fetchSite) || (NOBODY.equals(fetchSite) && !cookies);
        }
        return !cookies;
    }
}
