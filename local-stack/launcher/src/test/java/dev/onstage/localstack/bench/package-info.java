@NullMarked
package dev.onstage.localstack.bench;

import org.jspecify.annotations.NullMarked;
