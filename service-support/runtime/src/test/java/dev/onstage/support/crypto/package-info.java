@NullMarked
package dev.onstage.support.crypto;

import org.jspecify.annotations.NullMarked;
