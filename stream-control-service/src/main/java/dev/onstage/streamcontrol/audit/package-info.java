/** The trail of all commands of all services, for those who may read it. */
@NullMarked
package dev.onstage.streamcontrol.audit;

import org.jspecify.annotations.NullMarked;
