/** What somebody outside may send to do harm, and what became of it. */
@NullMarked
package dev.onstage.localstack.hostile;

import org.jspecify.annotations.NullMarked;
