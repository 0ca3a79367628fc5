/** The connections to PostgreSQL, and what bounds the time that somebody waits for one or for its answer. */
@NullMarked
package dev.onstage.support.database;

import org.jspecify.annotations.NullMarked;
