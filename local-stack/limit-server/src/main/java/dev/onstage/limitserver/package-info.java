/**
 * What the HTTP server of the services can do at most: the same server with the same settings and next to no work behind it.
 * Started by {@code onstage bench} alone; shares no class with the services.
 */
@NullMarked
package dev.onstage.limitserver;

import org.jspecify.annotations.NullMarked;
