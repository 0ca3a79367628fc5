@NullMarked
package dev.onstage.streamcontrol;

import org.jspecify.annotations.NullMarked;
