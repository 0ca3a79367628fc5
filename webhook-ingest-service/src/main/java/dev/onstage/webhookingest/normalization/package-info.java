/** From the provider's payload to events of the contract, as a pure function of the body. */
@NullMarked
package dev.onstage.webhookingest.normalization;

import org.jspecify.annotations.NullMarked;
