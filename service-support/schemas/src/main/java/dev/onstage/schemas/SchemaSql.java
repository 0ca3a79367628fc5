package dev.onstage.schemas;

import java.util.List;
import java.util.stream.Collectors;

/**
 * SQL that makes roles and schemas, and gives each role what its service needs and nothing else. It is for {@code psql} as well
 * as for a driver, holds no password, and run again it changes nothing.
 */
public final class SchemaSql {

    private static final String BEFORE = """
            -- The roles and schemas of Onstage in the database that this is run in. A role may connect to this database and does
            -- with its own schema what it likes. It can make no other schema and nothing in "public", and neither read nor write
            -- the schema of another role.
            --
            -- For a superuser, or for the owner of the database when he may create roles; PostgreSQL 15 or newer. Run again it
            -- changes nothing. It sets no passwords: see its end.
            --
            --   createdb onstage
            --   psql --dbname=onstage --set=ON_ERROR_STOP=1 --single-transaction --file=<this file>

            DO $$
            BEGIN
              EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
            END
            $$;
            REVOKE ALL ON SCHEMA public FROM PUBLIC;
            """;

    private static final String OF_A_SERVICE = """

            -- @name@ owns its schema:
            -- @why@
            DO $$
            BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '@name@') THEN
                CREATE ROLE @name@ LOGIN;
              END IF;
              -- Only who is a member of a role, or a superuser, can make something that the role owns.
              IF NOT pg_has_role(current_user, '@name@', 'USAGE') THEN
                GRANT @name@ TO CURRENT_USER;
              END IF;
              EXECUTE format('GRANT CONNECT ON DATABASE %I TO @name@', current_database());
              EXECUTE format('ALTER ROLE @name@ IN DATABASE %I SET search_path = @name@', current_database());
            END
            $$;
            CREATE SCHEMA IF NOT EXISTS @name@ AUTHORIZATION @name@;
            ALTER SCHEMA @name@ OWNER TO @name@;
            REVOKE ALL ON SCHEMA @name@ FROM PUBLIC;
            """;

    private static final String PASSWORDS = """

            -- Passwords: psql asks for them and sends them hashed.
            """;

    private static final int WIDTH = 120;

    private SchemaSql() {}

    /** For these services. */
    public static String of(List<ServiceSchema> schemas) {
        return BEFORE
                + schemas.stream().map(SchemaSql::ofAService).collect(Collectors.joining())
                + PASSWORDS
                + schemas.stream()
                        .map(schema -> "--   \\password " + schema.schemaName() + "\n")
                        .collect(Collectors.joining());
    }

    private static String ofAService(ServiceSchema schema) {
        return OF_A_SERVICE.replace("@name@", schema.schemaName()).replace("-- @why@", comment(schema.whyItOwns()));
    }

    private static String comment(String sentences) {
        StringBuilder lines = new StringBuilder("--");
        int length = lines.length();
        for (String word : sentences.split(" ")) {
            if (length + 1 + word.length() > WIDTH) {
                lines.append("\n--");
                length = 2;
            }
            lines.append(' ').append(word);
            length += 1 + word.length();
        }
        return lines.append('\n').toString().stripTrailing();
    }
}
