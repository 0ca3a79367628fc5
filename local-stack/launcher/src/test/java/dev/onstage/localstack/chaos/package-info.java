@NullMarked
package dev.onstage.localstack.chaos;

import org.jspecify.annotations.NullMarked;
