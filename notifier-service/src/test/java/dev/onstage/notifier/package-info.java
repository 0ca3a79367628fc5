@NullMarked
package dev.onstage.notifier;

import org.jspecify.annotations.NullMarked;
