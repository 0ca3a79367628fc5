@NullMarked
package dev.onstage.simulator.mail;

import org.jspecify.annotations.NullMarked;
