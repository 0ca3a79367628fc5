@NullMarked
package dev.onstage.support.json;

import org.jspecify.annotations.NullMarked;
