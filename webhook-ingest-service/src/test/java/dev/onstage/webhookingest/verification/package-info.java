@NullMarked
package dev.onstage.webhookingest.verification;

import org.jspecify.annotations.NullMarked;
