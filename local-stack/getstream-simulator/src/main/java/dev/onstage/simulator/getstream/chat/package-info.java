/** Chat: channel types, channels, members, messages, bans. */
@NullMarked
package dev.onstage.simulator.getstream.chat;

import org.jspecify.annotations.NullMarked;
