@NullMarked
package dev.onstage.notifier.webhook;

import org.jspecify.annotations.NullMarked;
