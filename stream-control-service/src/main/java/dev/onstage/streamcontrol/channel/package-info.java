/** What a channel is: its title, its limits and who broadcasts on it. */
@NullMarked
package dev.onstage.streamcontrol.channel;

import org.jspecify.annotations.NullMarked;
