@NullMarked
package dev.onstage.notifier.limits;

import org.jspecify.annotations.NullMarked;
