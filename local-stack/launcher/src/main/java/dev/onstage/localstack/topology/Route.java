package dev.onstage.localstack.topology;

/**
 * One line of the route table: what the Gateway API of Kubernetes can say too, which knows exact paths and prefixes.
 *
 * @param path without a slash at its end
 * @param match which paths it stands for
 * @param service who answers
 */
public record Route(String path, Match match, ServiceKind service) {

    /** As the Gateway API names them. */
    public enum Match {
        /** This path alone. */
        EXACT,
        /** This path and all below it: {@code /a} stands for {@code /a} and {@code /a/b}, not for {@code /ab}. */
        PATH_PREFIX
    }

    static Route exactly(String path, ServiceKind service) {
        return new Route(path, Match.EXACT, service);
    }

    static Route below(String path, ServiceKind service) {
        return new Route(path, Match.PATH_PREFIX, service);
    }

    /** Whether the path (without query) is this line's. */
    public boolean matches(String requested) {
        return switch (match) {
            case EXACT -> requested.equals(path);
            case PATH_PREFIX -> requested.equals(path) || requested.startsWith(path + "/");
        };
    }
}
