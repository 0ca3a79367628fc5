package dev.onstage.simulator.getstream.fault;

/** Which call a cid belongs to. */
final class Subjects {

    private Subjects() {}

    /** Whether {@code cid} is the call {@code call} or a chat channel with the same id. */
    static boolean belongs(String cid, String call) {
        return cid.equals(call) || id(cid).equals(id(call));
    }

    private static String id(String cid) {
        return cid.substring(cid.indexOf(':') + 1);
    }
}
