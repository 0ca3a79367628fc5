/**
 * Brings what was sent up to what should stand: one row per session and destination, planned anew before each call, so
 * that live, title change, end and figures converge to the same messages in any order and after any crash.
 */
@NullMarked
package dev.onstage.notifier.delivery;

import org.jspecify.annotations.NullMarked;
