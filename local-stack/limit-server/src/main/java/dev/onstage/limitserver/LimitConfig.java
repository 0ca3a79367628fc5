package dev.onstage.limitserver;

import io.smallrye.config.ConfigMapping;

/** What the limit server is told. */
@ConfigMapping(prefix = "onstage.limit")
interface LimitConfig {
    /** The secret deliveries are signed with. */
    String secret();
}
