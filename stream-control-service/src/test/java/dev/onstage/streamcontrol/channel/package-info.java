@NullMarked
package dev.onstage.streamcontrol.channel;

import org.jspecify.annotations.NullMarked;
