@NullMarked
package dev.onstage.support.audit;

import org.jspecify.annotations.NullMarked;
