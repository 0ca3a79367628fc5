package dev.onstage.streamcontrol.provider.getstream;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where GetStream sends webhooks, and whether it can. */
final class WebhookAddress {

    private static final String PATH = "/api/webhooks/getstream";

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[?::1]?");
    private static final Pattern PRIVATE = Pattern.compile("10\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*"
            + "|169\\.254\\..*|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\..*|0\\..*|\\[?f[cde][0-9a-f]{2}:.*");

    private WebhookAddress() {}

    /** The address in an install that is reached there, written with or without a slash at the end. */
    static URI below(URI publicUrl) {
        return URI.create(publicUrl.toString().replaceAll("/+$", "") + PATH);
    }

    /**
     * True for https on a public name.
     *
     * @param webhook where webhooks are to go
     * @param provider where GetStream's API is: one on this machine, the simulator, reaches this machine
     * @param local the install says that it is a local stack
     */
    static boolean isReachable(URI webhook, URI provider, boolean local) {
        if (local && isLoopback(provider)) {
            return true;
        }
        String host = host(webhook);
        boolean name = host.contains(".") || host.contains(":");
        return "https".equals(webhook.getScheme())
                && name
                && !isLoopback(webhook)
                && !PRIVATE.matcher(host).matches()
                && !host.endsWith(".local")
                && !host.endsWith(".internal")
                && !host.endsWith(".localhost");
    }

    private static boolean isLoopback(URI address) {
        return LOOPBACK.matcher(host(address)).matches();
    }

    private static String host(URI address) {
        return address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
    }
}
