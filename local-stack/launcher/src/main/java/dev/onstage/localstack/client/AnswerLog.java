package dev.onstage.localstack.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Keeps what was answered, for somebody who wants to look through all of it later; the same text only once. Thread-safe. */
public final class AnswerLog {

    private final Map<String, String> requestsByText = new LinkedHashMap<>();

    /**
     * Something was answered.
     *
     * @param request what was asked, for example method and path
     * @param text the answer, head or body
     */
    public synchronized void add(String request, String text) {
        requestsByText.putIfAbsent(text, request);
    }

    /** Each text there was so far, with the request that got it first. */
    public void forEach(BiConsumer<String, String> look) {
        Map<String, String> all;
        synchronized (this) {
            all = Map.copyOf(requestsByText);
        }
        all.forEach((text, request) -> look.accept(request, text));
    }
}
