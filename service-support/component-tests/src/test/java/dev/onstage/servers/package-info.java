@NullMarked
package dev.onstage.servers;

import org.jspecify.annotations.NullMarked;
