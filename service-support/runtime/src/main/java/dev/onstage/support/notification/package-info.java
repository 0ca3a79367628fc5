/** Hearing at once of what others have committed. */
@NullMarked
package dev.onstage.support.notification;

import org.jspecify.annotations.NullMarked;
