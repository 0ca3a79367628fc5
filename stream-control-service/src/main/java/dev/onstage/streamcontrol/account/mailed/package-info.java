/** What one can do with a mail: set another password, and sign in. */
@NullMarked
package dev.onstage.streamcontrol.account.mailed;

import org.jspecify.annotations.NullMarked;
