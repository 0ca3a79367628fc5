@NullMarked
package dev.onstage.support.problem;

import org.jspecify.annotations.NullMarked;
