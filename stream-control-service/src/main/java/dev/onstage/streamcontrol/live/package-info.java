/** What every viewer's page asks for: is the channel live. A projection in Redis of the truth in Postgres. */
@NullMarked
package dev.onstage.streamcontrol.live;

import org.jspecify.annotations.NullMarked;
