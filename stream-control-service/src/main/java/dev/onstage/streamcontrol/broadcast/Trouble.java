package dev.onstage.streamcontrol.broadcast;

import java.time.Instant;

/** Why the last command to the provider did not work, in words for the broadcaster. */
record Trouble(String message, Instant since) {}
