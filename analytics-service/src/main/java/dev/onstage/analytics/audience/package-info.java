/**
 * What can be said about a set of stays: peak, average, unique viewers, watch time, the viewer line. Plain rules without
 * storage; every figure is by event time, so the order of arrival never matters.
 */
@NullMarked
package dev.onstage.analytics.audience;

import org.jspecify.annotations.NullMarked;
