/** People and programs that use Onstage all the time, and notice when they cannot. */
@NullMarked
package dev.onstage.localstack.rolling;

import org.jspecify.annotations.NullMarked;
