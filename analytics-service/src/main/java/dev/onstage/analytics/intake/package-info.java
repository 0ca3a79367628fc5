/** What presence and chat share on their way in: since when a channel changed, and channels that nobody announced. */
@NullMarked
package dev.onstage.analytics.intake;

import org.jspecify.annotations.NullMarked;
