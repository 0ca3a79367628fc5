package dev.onstage.support.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Event streams: how they are kept alive, and how many may be open at the same time on this instance. */
@ConfigMapping(prefix = "onstage.streams")
public interface StreamConfig {

    /** How often a stream that says nothing is kept alive by a comment. */
    @WithDefault("15s")
    Duration heartbeat();

    /** How often the reader of a private stream is asked for: a sign-out or a lost role ends it after this long. */
    @WithDefault("4s")
    Duration recheck();

    /** How long a reader may leave what was sent unread before the connection is closed. */
    @WithDefault("30s")
    Duration patience();

    /** Streams of one client address, or one /64 network of IPv6. An office behind one address has to fit. */
    @WithDefault("2000")
    int perAddress();

    /** Private streams of one account; a page of the dashboard opens two or three. */
    @WithDefault("100")
    int perAccount();

    /** All streams together. */
    @WithDefault("20000")
    int total();
}
