@NullMarked
package dev.onstage.localstack.gateway;

import org.jspecify.annotations.NullMarked;
