/** The {@code onstage} command line. */
@NullMarked
package dev.onstage.localstack.cli;

import org.jspecify.annotations.NullMarked;
