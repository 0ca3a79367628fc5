/** Who watched when: stays per channel and the provider's counts, as they arrive, in any order and any number of times. */
@NullMarked
package dev.onstage.analytics.presence;

import org.jspecify.annotations.NullMarked;
