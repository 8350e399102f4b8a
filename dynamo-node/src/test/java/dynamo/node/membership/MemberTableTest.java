package dynamo.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.message.Gossip.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemberTableTest {
    private record News(int member, Status status, long incarnation) {
        void into(MemberTable table) {
            table.merge(member, status, incarnation, incarnation == 0 ? "" : "at:" + member + incarnation);
        }
    }

    @Test
    void alive_overrides_only_what_is_older() {
        assertThat(after(Status.SUSPECT, 3, Status.ALIVE, 3)).isEqualTo(Status.SUSPECT);
        assertThat(after(Status.SUSPECT, 3, Status.ALIVE, 4)).isEqualTo(Status.ALIVE);
        assertThat(after(Status.DEAD, 3, Status.ALIVE, 3)).isEqualTo(Status.DEAD);
        assertThat(after(Status.DEAD, 3, Status.ALIVE, 4)).isEqualTo(Status.ALIVE);
    }

    @Test
    void suspicion_overrides_life_of_the_same_incarnation() {
        assertThat(after(Status.ALIVE, 3, Status.SUSPECT, 3)).isEqualTo(Status.SUSPECT);
        assertThat(after(Status.ALIVE, 4, Status.SUSPECT, 3)).isEqualTo(Status.ALIVE);
        assertThat(after(Status.DEAD, 3, Status.SUSPECT, 3)).isEqualTo(Status.DEAD);
    }

    @Test
    void death_overrides_both_of_the_same_incarnation_and_not_a_later_one() {
        assertThat(after(Status.ALIVE, 3, Status.DEAD, 3)).isEqualTo(Status.DEAD);
        assertThat(after(Status.SUSPECT, 3, Status.DEAD, 3)).isEqualTo(Status.DEAD);
        assertThat(after(Status.ALIVE, 4, Status.DEAD, 3)).isEqualTo(Status.ALIVE);
    }

    @Test
    void order_and_repetition_of_news_do_not_matter() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<News> news = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                news.add(new News(random.nextInt(3), Status.values()[random.nextInt(3)], random.nextInt(4)));
            }
            String once = rows(news);
            news.addAll(news.subList(0, random.nextInt(12)));
            Collections.shuffle(news, random);

            assertThat(rows(news)).as("seed %d", seed).isEqualTo(once);
        }
    }

    @Test
    void members_are_counted_by_status() {
        MemberTable table = new MemberTable(4);
        table.merge(0, Status.DEAD, 1, "");
        table.merge(1, Status.SUSPECT, 1, "");
        table.merge(0, Status.DEAD, 2, "");

        assertThat(table.count(Status.ALIVE)).isEqualTo(2);
        assertThat(table.count(Status.SUSPECT)).isEqualTo(1);
        assertThat(table.count(Status.DEAD)).isEqualTo(1);
        assertThat(table.living()).isEqualTo(3);
    }

    @Test
    void tables_that_agree_have_one_digest() {
        MemberTable one = new MemberTable(3);
        MemberTable other = new MemberTable(3);
        one.merge(0, Status.ALIVE, 5, "a:1");
        other.merge(1, Status.ALIVE, 5, "a:1");
        assertThat(one.digest()).isNotEqualTo(other.digest());

        one.merge(1, Status.ALIVE, 5, "");
        other.merge(0, Status.ALIVE, 5, "");
        assertThat(one.digest()).isEqualTo(other.digest());
        other.merge(0, Status.SUSPECT, 5, "");
        assertThat(one.digest()).isNotEqualTo(other.digest());
    }

    private static Status after(Status first, long firstIncarnation, Status then, long incarnation) {
        MemberTable table = new MemberTable(1);
        table.merge(0, first, firstIncarnation, "");
        boolean isNews = table.merge(0, then, incarnation, "");
        assertThat(isNews).isEqualTo(table.status(0) == then && table.incarnation(0) == incarnation);
        return table.status(0);
    }

    private static String rows(List<News> news) {
        MemberTable table = new MemberTable(3);
        news.forEach(one -> one.into(table));
        StringBuilder rows = new StringBuilder();
        for (int member = 0; member < 3; member++) {
            rows.append(table.status(member)).append(table.incarnation(member)).append(table.address(member));
        }
        return rows.toString();
    }
}
