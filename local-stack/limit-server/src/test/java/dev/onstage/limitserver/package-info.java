@NullMarked
package dev.onstage.limitserver;

import org.jspecify.annotations.NullMarked;
