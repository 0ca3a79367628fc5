/** Sessions: opened and closed by the lifecycle events alone, measured while live, summed up at close and corrected after. */
@NullMarked
package dev.onstage.analytics.session;

import org.jspecify.annotations.NullMarked;
