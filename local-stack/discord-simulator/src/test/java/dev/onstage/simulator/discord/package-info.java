@NullMarked
package dev.onstage.simulator.discord;

import org.jspecify.annotations.NullMarked;
