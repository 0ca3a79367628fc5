/** App settings. */
@NullMarked
package dev.onstage.simulator.getstream.app;

import org.jspecify.annotations.NullMarked;
