/** Tests of the connections to PostgreSQL. */
@NullMarked
package dev.onstage.support.database;

import org.jspecify.annotations.NullMarked;
