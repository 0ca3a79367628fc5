/** Whether the servers that a service needs are there: told, and decided by nobody. */
@NullMarked
package dev.onstage.support.servers;

import org.jspecify.annotations.NullMarked;
