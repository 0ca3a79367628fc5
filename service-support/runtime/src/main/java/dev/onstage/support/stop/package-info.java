/** What is done when a service stops. */
@NullMarked
package dev.onstage.support.stop;

import org.jspecify.annotations.NullMarked;
