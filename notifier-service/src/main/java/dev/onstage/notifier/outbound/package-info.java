/** HTTP calls to receivers outside: each is made once, and its end says whether it can have had an effect. */
@NullMarked
package dev.onstage.notifier.outbound;

import org.jspecify.annotations.NullMarked;
