/** Inviting people to a channel, by mail address or by link, accepting, and ending what was accepted. */
@NullMarked
package dev.onstage.streamcontrol.invite;

import org.jspecify.annotations.NullMarked;
