package dev.onstage.notifier.discord;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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
    private static final Pattern PATH = Pattern.compile("/api(?:/v\\d{1,2})?/webhooks/([^/]+)/([^/]+)/?");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{60,100}");
    private static final String THREAD = "thread_id";
    /** What Onstage says itself at each call, so that nothing is lost when it is left out here. */
    private static final Set<String> OWN_PARAMETERS = Set.of("wait", "with_components");

    private static final Set<String> FLAGS = Set.of("true", "false");
    private static final Pattern ENCODED = Pattern.compile("(\\d+)/([A-Za-z0-9_-]+)(?:\\?thread_id=(\\d+))?");
    private static final int HTTPS_PORT = 443;
    private static final int SHOWN_OF_TOKEN = 4;

    /**
     * Reads an address as Discord's "Copy webhook URL" gives it. A part that is not understood is refused, never left out: who
     * pasted it meant something by it, such as a thread.
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
        if (!Snowflake.isSnowflake(path.group(1))) {
            throw new IllegalArgumentException(
                    "The id after /webhooks/ must have 17 to 20 digits. Copy the address again.");
        }
        if (!TOKEN.matcher(path.group(2)).matches()) {
            throw new IllegalArgumentException(
                    "The token, the last part of the path, must have 60 to 100 letters, digits, _ or -. Copy the address again.");
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("A Discord webhook address has no # part.");
        }
        return new DiscordWebhook(path.group(1), path.group(2), thread(uri.getRawQuery()));
    }

    /** The thread that a query names, null for none. Nothing is decoded: Discord writes these parts without % signs. */
    private static @Nullable String thread(@Nullable String query) {
        if (query == null) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (parameters.put(name, parameter.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("After the ? each part of the address may stand only once.");
            }
        }
        String thread = parameters.remove(THREAD);
        boolean isUnderstood = parameters.entrySet().stream()
                .allMatch(other -> OWN_PARAMETERS.contains(other.getKey()) && FLAGS.contains(other.getValue()));
        if (!isUnderstood) {
            throw new IllegalArgumentException(
                    "After the ? only thread_id=<id of the thread> is understood; the address has something else there.");
        }
        if (thread != null && !Snowflake.isSnowflake(thread)) {
            throw new IllegalArgumentException(
                    "The thread_id in the address must be the id of a thread (17 to 20 digits).");
        }
        return thread;
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
