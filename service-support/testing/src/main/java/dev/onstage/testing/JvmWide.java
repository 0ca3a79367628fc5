package dev.onstage.testing;

import java.util.function.Supplier;

/** Values that exist once per JVM: Quarkus loads test classes in several class loaders, so a static field is not enough. */
final class JvmWide {
    /** A constant is one object for all class loaders. The properties themselves must not be the lock: the JDK takes it too. */
    private static final String LOCK = "dev.onstage.testing.JvmWide";

    private JvmWide() {}

    /** The value under this name, made by the first who asks. */
    static String get(String name, Supplier<String> maker) {
        synchronized (LOCK) {
            String key = "onstage.test." + name;
            String value = System.getProperty(key);
            if (value == null) {
                value = maker.get();
                System.setProperty(key, value);
            }
            return value;
        }
    }

    /** 1, 2, 3 … */
    static int next(String name) {
        synchronized (LOCK) {
            String key = "onstage.test." + name;
            int value = Integer.getInteger(key, 0) + 1;
            System.setProperty(key, Integer.toString(value));
            return value;
        }
    }
}
