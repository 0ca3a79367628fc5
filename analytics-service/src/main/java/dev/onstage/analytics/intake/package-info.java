/**
 * How records come in: decoding a poll, which channel an event belongs to, what happens with records that cannot be
 * applied.
 */
@NullMarked
package dev.onstage.analytics.intake;

import org.jspecify.annotations.NullMarked;
