/** The read API: a channel's overview and one session in detail, for its broadcaster. */
@NullMarked
package dev.onstage.analytics.stats;

import org.jspecify.annotations.NullMarked;
