@NullMarked
package dev.onstage.streamcontrol.invite;

import org.jspecify.annotations.NullMarked;
