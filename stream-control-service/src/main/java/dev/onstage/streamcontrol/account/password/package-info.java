/** What a password may be, and what is stored of one. */
@NullMarked
package dev.onstage.streamcontrol.account.password;

import org.jspecify.annotations.NullMarked;
