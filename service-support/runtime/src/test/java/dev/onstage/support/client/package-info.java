/** Where a request comes from. */
@NullMarked
package dev.onstage.support.client;

import org.jspecify.annotations.NullMarked;
