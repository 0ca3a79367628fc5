/** Webhooks: who wants which event, signing, sending with GetStream's retry rules. */
@NullMarked
package dev.onstage.simulator.getstream.hook;

import org.jspecify.annotations.NullMarked;
