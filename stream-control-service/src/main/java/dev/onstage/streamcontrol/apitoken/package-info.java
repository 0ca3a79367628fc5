/** API tokens: what programs have in the place of a person's sign-in, for a part of what that person may do. */
@NullMarked
package dev.onstage.streamcontrol.apitoken;

import org.jspecify.annotations.NullMarked;
