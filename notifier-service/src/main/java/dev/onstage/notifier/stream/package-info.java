/** What the notifier knows about channels and sessions, gathered from events in whatever order they arrive. */
@NullMarked
package dev.onstage.notifier.stream;

import org.jspecify.annotations.NullMarked;
