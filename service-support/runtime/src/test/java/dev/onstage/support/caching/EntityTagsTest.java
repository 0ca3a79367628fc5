package dev.onstage.support.caching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                // If-None-Match, lines parted by ; | whether the client has abc
                "\"abc\"                    | true",
                "W/\"abc\"                  | true",
                "\"other\", \"abc\"         | true",
                "\"other\",W/\"abc\"        | true",
                ", \"other\" , , \"abc\"    | true",
                "\"a,b\", \"abc\"           | true",
                "\"other\";\"abc\"          | true",
                "*                         | true",
                "' * '                     | true",
                "\"ab\"                     | false",
                "\"abcd\"                   | false",
                "\"xabc\"                   | false",
                "\"a,\"abc\"               | false",
                "abc                       | false",
                "w/\"abc\"                  | false",
                "\"abc                      | false",
                "\"x\" \"abc\"              | false",
                "\"*\"                      | false",
                "\"\"                       | false",
                "''                        | false",
                "none                      | false"
            })
    void shouldCompareTagsWeakly(String ifNoneMatch, boolean known) {
        assertThat(EntityTags.match(List.of(ifNoneMatch.split(";", -1)), "abc")).isEqualTo(known);
    }
}
