@NullMarked
package dev.onstage.notifier.discord;

import org.jspecify.annotations.NullMarked;
