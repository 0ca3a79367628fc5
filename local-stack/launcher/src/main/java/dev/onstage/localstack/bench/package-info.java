/** What this machine can do: each figure beside a limit that was measured in the same run, interleaved. */
@NullMarked
package dev.onstage.localstack.bench;

import org.jspecify.annotations.NullMarked;
