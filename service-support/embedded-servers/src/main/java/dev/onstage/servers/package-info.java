/**
 * Real PostgreSQL, Redis and Kafka from Maven artifacts, as child processes on loopback, without a container engine. The
 * tests and the local stack run on the same classes.
 *
 * <p>Every server keeps its data in a directory of its own and survives a restart on it. A directory serves one process
 * at a time (a lock file beside it says so), a server whose owner died without closing it is stopped, at once where the
 * operating system tells the guard, else at the next start on the same directory.
 */
@NullMarked
package dev.onstage.servers;

import org.jspecify.annotations.NullMarked;
