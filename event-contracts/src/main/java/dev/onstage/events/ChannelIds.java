package dev.onstage.events;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which channel a call or a chat channel belongs to. Derived from the name alone, so that presence and chat can be stored
 * before the channel itself is known here: nothing promises an order between topics.
 */
public final class ChannelIds {

    /**
     * The call of channel {@code X} is {@code onstage:X}, the following generations {@code onstage:X_2} and so on. The setting of the
     * type lets it be any that begins so. Older calls are of the type that GetStream has for live streams.
     */
    private static final Pattern CALL =
            Pattern.compile("(?:onstage[a-z0-9_-]{0,57}|livestream):([a-z0-9-]{1,48})(?:_[1-9][0-9]{0,8})?");

    private static final Pattern CHAT = Pattern.compile("livestream_invite:([a-z0-9-]{1,48})");

    private ChannelIds() {}

    /** The channel of a call, empty for a call that is not named as ours are. */
    public static Optional<String> ofCall(String callCid) {
        return firstGroup(CALL.matcher(callCid));
    }

    /** The channel of a chat channel, empty for one that is not named as ours are. */
    public static Optional<String> ofChat(String chatChannelCid) {
        return firstGroup(CHAT.matcher(chatChannelCid));
    }

    private static Optional<String> firstGroup(Matcher matcher) {
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
