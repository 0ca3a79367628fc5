package dev.onstage.notifier.discord;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a webhook address: enough to rebuild the call from a base of our own, and nothing that could lead it
 * elsewhere. Whoever has the token can post: it appears in no text but {@link #encode}.
 *
 * @param id the webhook's snowflake
 * @param token its password
 * @param threadId the thread to post into, null for the channel itself
 */
record DiscordWebhook(String id, String token, @Nullable String threadId) {
    private static final Set<String> HOSTS = Set.of(
            "discord.com",
            "ptb.discord.com",
            "canary.discord.com",
            "discordapp.com",
            "ptb.discordapp.com",
            "canary.discordapp.com");
    private static final Pattern PATH =
            Pattern.compile("/api(?:/v\\d{1,2})?/webhooks/(\\d{17,20})/([A-Za-z0-9_-]{60,100})/?");
    private static final Pattern THREAD = Pattern.compile("(?:^|&)thread_id=(\\d{17,20})(?:&|$)");
    private static final Pattern ENCODED = Pattern.compile("(\\d+)/([A-Za-z0-9_-]+)(?:\\?thread_id=(\\d+))?");
    private static final int HTTPS_PORT = 443;
    private static final int SHOWN_OF_TOKEN = 4;

    /**
     * Reads an address as Discord's "Copy webhook URL" gives it.
     *
     * @throws IllegalArgumentException with a sentence for the person who pasted it; never repeats the address
     */
    static DiscordWebhook parse(String address) {
        URI uri;
        try {
            uri = new URI(address.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("This is not a web address.");
        }
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("A Discord webhook address begins with https://.");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("A Discord webhook address has no user name before the host.");
        }
        if (uri.getHost() == null || !HOSTS.contains(uri.getHost().toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("The host must be discord.com (or its ptb or canary variant).");
        }
        if (uri.getPort() != -1 && uri.getPort() != HTTPS_PORT) {
            throw new IllegalArgumentException("A Discord webhook address has no port.");
        }
        Matcher path = PATH.matcher(uri.getRawPath());
        if (!path.matches()) {
            throw new IllegalArgumentException(
                    "The path must be /api/webhooks/<id>/<token>, without /slack or /github at the end.");
        }
        Matcher thread = THREAD.matcher(uri.getRawQuery() == null ? "" : uri.getRawQuery());
        return new DiscordWebhook(path.group(1), path.group(2), thread.find() ? thread.group(1) : null);
    }

    /** The form that is stored encrypted. The thread is no secret and stored beside it. */
    String encode() {
        return id + "/" + token;
    }

    /** Reads {@link #encode} back. */
    static DiscordWebhook decode(String encoded) {
        Matcher matcher = ENCODED.matcher(encoded);
        if (!matcher.matches()) {
            throw new IllegalStateException("The stored webhook address is not in the form it was written in");
        }
        return new DiscordWebhook(matcher.group(1), matcher.group(2), matcher.group(3));
    }

    /** The form that may be shown: the id, and the last characters of the token to tell two apart. */
    String masked() {
        return "https://discord.com/api/webhooks/" + id + "/…" + token.substring(token.length() - SHOWN_OF_TOKEN);
    }

    @Override
    public String toString() {
        return masked();
    }
}
