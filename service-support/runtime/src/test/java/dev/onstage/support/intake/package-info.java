@NullMarked
package dev.onstage.support.intake;

import org.jspecify.annotations.NullMarked;
