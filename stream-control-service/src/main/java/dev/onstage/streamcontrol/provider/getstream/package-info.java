/** The adapter of the provider port to GetStream Video and Chat: the only place of this service that knows its API. */
@NullMarked
package dev.onstage.streamcontrol.provider.getstream;

import org.jspecify.annotations.NullMarked;
