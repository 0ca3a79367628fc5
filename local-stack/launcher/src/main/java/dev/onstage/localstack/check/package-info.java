/** Tries what Onstage relies on at GetStream against an app that is there. */
@NullMarked
package dev.onstage.localstack.check;

import org.jspecify.annotations.NullMarked;
