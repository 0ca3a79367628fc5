/** What a signed-in person may do on a channel page, and the provider token for it. */
@NullMarked
package dev.onstage.streamcontrol.viewer;

import org.jspecify.annotations.NullMarked;
