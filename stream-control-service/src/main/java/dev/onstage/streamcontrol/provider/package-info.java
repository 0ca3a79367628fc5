/**
 * The port to the media provider. Everything vendor-specific stays inside the adapter package; the rest of the service
 * knows calls, participants and keys only through these types.
 */
@NullMarked
package dev.onstage.streamcontrol.provider;

import org.jspecify.annotations.NullMarked;
