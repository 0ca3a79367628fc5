/** Setting a channel up at the provider once, and the encoder's address and key ever after. */
@NullMarked
package dev.onstage.streamcontrol.provisioning;

import org.jspecify.annotations.NullMarked;
