@NullMarked
package dev.onstage.notifier.template;

import org.jspecify.annotations.NullMarked;
