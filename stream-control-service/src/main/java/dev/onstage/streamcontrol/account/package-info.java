/** Who may do what: the first account, signing in, login sessions, and the keys that sign Onstage's own tokens. */
@NullMarked
package dev.onstage.streamcontrol.account;

import org.jspecify.annotations.NullMarked;
