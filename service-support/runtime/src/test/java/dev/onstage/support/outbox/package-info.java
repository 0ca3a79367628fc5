/** Tests of the outbox that need no database. */
@NullMarked
package dev.onstage.support.outbox;

import org.jspecify.annotations.NullMarked;
