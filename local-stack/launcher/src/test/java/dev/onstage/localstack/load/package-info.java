@NullMarked
package dev.onstage.localstack.load;

import org.jspecify.annotations.NullMarked;
