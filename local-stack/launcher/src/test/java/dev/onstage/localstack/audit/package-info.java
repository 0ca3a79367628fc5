@NullMarked
package dev.onstage.localstack.audit;

import org.jspecify.annotations.NullMarked;
