/** What all calls to one kind of destination share. */
@NullMarked
package dev.onstage.notifier.limits;

import org.jspecify.annotations.NullMarked;
