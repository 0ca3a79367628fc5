@NullMarked
package dev.onstage.notifier.destination;

import org.jspecify.annotations.NullMarked;
