/** Is it from the provider: unpacking within bounds and the signature over the unpacked bytes. */
@NullMarked
package dev.onstage.webhookingest.verification;

import org.jspecify.annotations.NullMarked;
