/** Who gave which command, and what became of it: written down before it is carried out. */
@NullMarked
package dev.onstage.support.audit;

import org.jspecify.annotations.NullMarked;
