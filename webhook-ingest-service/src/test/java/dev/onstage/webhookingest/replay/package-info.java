@NullMarked
package dev.onstage.webhookingest.replay;

import org.jspecify.annotations.NullMarked;
