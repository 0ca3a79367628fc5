/** A mail server on loopback that keeps what it is given and shows it on a page. */
@NullMarked
package dev.onstage.simulator.mail;

import org.jspecify.annotations.NullMarked;
