/** How records come in by the poll: one transaction each, what happens with records that cannot be applied, SQL by columns. */
@NullMarked
package dev.onstage.support.intake;

import org.jspecify.annotations.NullMarked;
