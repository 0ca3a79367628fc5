@NullMarked
package dev.onstage.localstack.topology;

import org.jspecify.annotations.NullMarked;
