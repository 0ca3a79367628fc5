package dev.onstage.localstack.hostile;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One kind of hostile input.
 *
 * @param name for the report
 * @param strike sends one
 * @param right what may come back; everything else is in the report
 */
record Attack(String name, Function<RawHttp, Answer> strike, Predicate<Answer> right) {}
