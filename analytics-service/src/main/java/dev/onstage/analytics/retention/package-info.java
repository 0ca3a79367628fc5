/** How long what comes by the thousand is kept: tables cut by UTC day, whole days dropped, nothing stored for dropped days. */
@NullMarked
package dev.onstage.analytics.retention;

import org.jspecify.annotations.NullMarked;
