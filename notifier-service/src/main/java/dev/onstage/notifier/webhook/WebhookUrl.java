package dev.onstage.notifier.webhook;

import dev.onstage.notifier.outbound.HostNotation;
import io.smallrye.common.net.Inet;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A receiver's address, taken apart once; calls are made from the parts and never from the text. Path and query may hold a
 * password: they appear in no text but {@link #text}.
 *
 * @param tls whether it begins with https
 * @param host a name, an IPv4 address in the usual form or an IPv6 address in brackets; in lower case
 * @param port the port, also where it is the usual one
 * @param pathAndQuery what the receiver is asked for, beginning with a slash
 */
record WebhookUrl(boolean tls, String host, int port, String pathAndQuery) {
    static final int MAX_LENGTH = 2048;

    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\[\\]]*]|[^:\\[\\]]*)(?::(\\d{1,5}))?");
    private static final int MAX_PORT = 65_535;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    /**
     * Reads an address as a person pasted it; says nothing about whether it may be called.
     *
     * @throws IllegalArgumentException with a sentence for that person
     */
    static WebhookUrl parse(String text) {
        URI uri = uri(text.strip());
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("The address must begin with https://.");
        }
        String authority = uri.getRawAuthority();
        if (authority == null || uri.isOpaque()) {
            throw new IllegalArgumentException("The address names no host.");
        }
        if (authority.contains("@")) {
            throw new IllegalArgumentException("The address must have no user name or password before the host.");
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("The address must have no # part: it is never sent.");
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches() || parts.group(1).isEmpty()) {
            throw new IllegalArgumentException("The host or the port of the address is not valid.");
        }
        boolean tls = scheme.equals("https");
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new WebhookUrl(tls, parts.group(1).toLowerCase(Locale.ROOT), port(parts.group(2), tls), path + query);
    }

    private static URI uri(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("The address is longer than " + MAX_LENGTH + " characters.");
        }
        try {
            return new URI(new URI(text).toASCIIString());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("This is not a web address.");
        }
    }

    private static int port(@Nullable String digits, boolean tls) {
        if (digits == null) {
            return tls ? HTTPS_PORT : HTTP_PORT;
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("The port must be between 1 and " + MAX_PORT + ".");
        }
        return port;
    }

    /** The IP address that stands in the place of the host, null for a name; as {@link HostNotation#address}. */
    @Nullable InetAddress literal() {
        return HostNotation.address(host);
    }

    /** Whether an IP address is written in the one form that everything reads alike. */
    boolean isWrittenAs(InetAddress literal) {
        return host.startsWith("[") || host.equals(Inet.toOptimalString(literal));
    }

    /** The whole address. */
    String text() {
        return origin() + pathAndQuery;
    }

    /** The form that may be shown. */
    String masked() {
        return origin() + "/…";
    }

    private String origin() {
        int usual = tls ? HTTPS_PORT : HTTP_PORT;
        return (tls ? "https://" : "http://") + host + (port == usual ? "" : ":" + port);
    }

    @Override
    public String toString() {
        return masked();
    }
}
