package dev.onstage.simulator.getstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final List<Integer> ALL = List.of(1, 2, 3, 4, 5);

    @Test
    void goesForthAndBack() {
        Page<Integer> first = Page.of(ALL, null, 2, 10);
        Page<Integer> second = Page.of(ALL, first.next(), 2, 10);
        Page<Integer> last = Page.of(ALL, second.next(), 2, 10);

        assertThat(first.items()).containsExactly(1, 2);
        assertThat(first.prev()).isNull();
        assertThat(second.items()).containsExactly(3, 4);
        assertThat(last.items()).containsExactly(5);
        assertThat(last.next()).isNull();
        assertThat(Page.of(ALL, second.prev(), 2, 10).items()).containsExactly(1, 2);
    }

    @Test
    void anExactFitHasNoNextPage() {
        assertThat(Page.of(ALL, null, 5, 10).next()).isNull();
        assertThat(Page.of(List.of(), null, 5, 10).items()).isEmpty();
    }

    @Test
    void refusesLimitsAndCursorsOfItsOwnMaking() {
        assertThatThrownBy(() -> Page.of(ALL, null, 0, 10)).isInstanceOf(ApiError.class);
        assertThatThrownBy(() -> Page.of(ALL, null, 11, 10)).isInstanceOf(ApiError.class);
        assertThatThrownBy(() -> Page.of(ALL, "%%%", 2, 10)).isInstanceOf(ApiError.class);
        assertThatThrownBy(() -> Page.of(ALL, "YQ", 2, 10)).isInstanceOf(ApiError.class);
    }
}
