/** Tests of the check of an app at GetStream. */
@NullMarked
package dev.onstage.localstack.check;

import org.jspecify.annotations.NullMarked;
