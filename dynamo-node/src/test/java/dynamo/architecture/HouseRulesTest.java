package dynamo.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dynamo.architecture.HouseRules.HouseRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HouseRulesTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dynamo");

    static ImmutableList<HouseRule> rules() {
        return HouseRules.all();
    }

    static Stream<Arguments> plantings() {
        return rules().stream().flatMap(rule -> rule.planted().stream().map(place -> Arguments.of(rule, place)));
    }

    @Test
    void both_modules_are_looked_at() {
        assertThat(HOUSE.stream().map(type -> type.getPackageName()))
                .contains("dynamo.version", "dynamo.ring", "dynamo.node.env", "dynamo.node.boot");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_holds_in_the_house(HouseRule rule) {
        rule.rule().check(HOUSE);
    }

    @ParameterizedTest
    @MethodSource("plantings")
    void rule_fails_on_each_planted_class(HouseRule rule, String place) {
        JavaClasses planted = new ClassFileImporter().importPackages("planted." + place);
        List<String> complaints =
                rule.rule().evaluate(planted).getFailureReport().getDetails();

        assertThat(planted).isNotEmpty();
        assertThat(planted)
                .filteredOn(type -> type.getSimpleName().startsWith("Bad"))
                .isNotEmpty()
                .allSatisfy(bad -> assertThat(complaints)
                        .anySatisfy(complaint -> assertThat(complaint).contains(bad.getSimpleName())));
        assertThat(planted)
                .filteredOn(type -> type.getSimpleName().startsWith("Good"))
                .allSatisfy(good -> assertThat(complaints)
                        .noneSatisfy(complaint -> assertThat(complaint).contains(good.getSimpleName() + ".")));
    }
}
