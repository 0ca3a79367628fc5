/** Where a channel's notifications go, when, and under which secret address. */
@NullMarked
package dev.onstage.notifier.destination;

import org.jspecify.annotations.NullMarked;
