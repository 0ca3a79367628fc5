@NullMarked
package dev.onstage.webhookingest.journal;

import org.jspecify.annotations.NullMarked;
