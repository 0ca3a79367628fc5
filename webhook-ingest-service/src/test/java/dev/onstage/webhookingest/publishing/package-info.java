@NullMarked
package dev.onstage.webhookingest.publishing;

import org.jspecify.annotations.NullMarked;
