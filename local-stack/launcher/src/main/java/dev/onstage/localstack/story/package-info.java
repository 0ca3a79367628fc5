/** What the command line plays through the public API: the demo and the latency measurement. */
@NullMarked
package dev.onstage.localstack.story;

import org.jspecify.annotations.NullMarked;
