@NullMarked
package dev.onstage.support.messaging;

import org.jspecify.annotations.NullMarked;
