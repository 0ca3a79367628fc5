/** Mails to people: their text, and sending them. */
@NullMarked
package dev.onstage.streamcontrol.account.mail;

import org.jspecify.annotations.NullMarked;
