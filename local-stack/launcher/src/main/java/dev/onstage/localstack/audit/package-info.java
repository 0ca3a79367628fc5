/** Looks through everything a stack said for what it must keep to itself. */
@NullMarked
package dev.onstage.localstack.audit;

import org.jspecify.annotations.NullMarked;
