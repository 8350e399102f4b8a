package dynamo.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import dynamo.ring.PreferenceList.Entry;
import dynamo.ring.PreferenceList.Role;
import org.junit.jupiter.api.Test;

class PreferenceListTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");

    @Test
    void homes_come_first_and_the_owner_leads() {
        PreferenceList list = new PreferenceList(
                ImmutableList.of(new Entry(B, Role.PRIMARY), new Entry(A, Role.PRIMARY), new Entry(C, Role.FALLBACK)));

        assertThat(list.owner()).isEqualTo(B);
        assertThat(list.primaries()).containsExactly(B, A);
        assertThat(list.fallbacks()).containsExactly(C);
        assertThat(list.isPrimary(A)).isTrue();
        assertThat(list.isPrimary(C)).isFalse();
        assertThat(list.isPrimary(new NodeId("d"))).isFalse();
    }

    @Test
    void a_list_without_a_home_with_a_node_twice_or_with_a_late_home_cannot_be() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PreferenceList(ImmutableList.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PreferenceList(ImmutableList.of(new Entry(A, Role.FALLBACK))));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new PreferenceList(ImmutableList.of(new Entry(A, Role.PRIMARY), new Entry(A, Role.FALLBACK))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PreferenceList(ImmutableList.of(
                        new Entry(A, Role.PRIMARY), new Entry(B, Role.FALLBACK), new Entry(C, Role.PRIMARY))));
    }
}
