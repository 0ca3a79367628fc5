/** The database's readiness: its schema is brought up to date in the background. */
@NullMarked
package dev.onstage.webhookingest.storage;

import org.jspecify.annotations.NullMarked;
