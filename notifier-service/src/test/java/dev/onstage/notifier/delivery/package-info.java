@NullMarked
package dev.onstage.notifier.delivery;

import org.jspecify.annotations.NullMarked;
