/** What the resources of a service answer, read from its routing table. */
@NullMarked
package dev.onstage.support.route;

import org.jspecify.annotations.NullMarked;
