@NullMarked
package dev.onstage.localstack.stack;

import org.jspecify.annotations.NullMarked;
