@NullMarked
package dev.onstage.streamcontrol.viewer;

import org.jspecify.annotations.NullMarked;
