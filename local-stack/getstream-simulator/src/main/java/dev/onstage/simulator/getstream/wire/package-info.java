/** How GetStream writes things down: JSON with its two timestamp forms, errors, filters, pages. */
@NullMarked
package dev.onstage.simulator.getstream.wire;

import org.jspecify.annotations.NullMarked;
