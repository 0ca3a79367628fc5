@NullMarked
package dev.onstage.streamcontrol.live;

import org.jspecify.annotations.NullMarked;
