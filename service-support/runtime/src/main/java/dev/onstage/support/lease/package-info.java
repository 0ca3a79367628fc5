/** One owner at a time for work that must not run twice, with a fence against an owner that slept. */
@NullMarked
package dev.onstage.support.lease;

import org.jspecify.annotations.NullMarked;
