/** Positions a consumer has applied, so that a repeated or overtaken event changes nothing. */
@NullMarked
package dev.onstage.support.inbox;

import org.jspecify.annotations.NullMarked;
