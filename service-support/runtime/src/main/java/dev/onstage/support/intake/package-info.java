/** How every consumer takes its records: applied, put aside or waited for; how they get on; SQL by columns. */
@NullMarked
package dev.onstage.support.intake;

import org.jspecify.annotations.NullMarked;
