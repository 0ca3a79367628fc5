@NullMarked
package dev.onstage.webhookingest.storage;

import org.jspecify.annotations.NullMarked;
