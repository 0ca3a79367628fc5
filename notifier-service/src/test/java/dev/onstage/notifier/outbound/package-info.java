@NullMarked
package dev.onstage.notifier.outbound;

import org.jspecify.annotations.NullMarked;
