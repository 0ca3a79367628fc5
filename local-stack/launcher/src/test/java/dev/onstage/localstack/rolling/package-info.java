/** What people and programs notice of restarts. */
@NullMarked
package dev.onstage.localstack.rolling;

import org.jspecify.annotations.NullMarked;
