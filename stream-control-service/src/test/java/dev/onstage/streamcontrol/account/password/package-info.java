@NullMarked
package dev.onstage.streamcontrol.account.password;

import org.jspecify.annotations.NullMarked;
