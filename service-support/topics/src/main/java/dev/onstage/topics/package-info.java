/** The topics as declared, and those of a Kafka that somebody else runs. */
@NullMarked
package dev.onstage.topics;

import org.jspecify.annotations.NullMarked;
