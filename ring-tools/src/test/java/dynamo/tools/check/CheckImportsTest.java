package dynamo.tools.check;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Whoever judges must not share a mistake with whom it judges. */
class CheckImportsTest {
    private static final JavaClasses CHECK = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dynamo.tools.check");

    @Test
    void nothing_here_knows_the_code_of_node_or_client() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dynamo.node..", "dynamo.ring..", "dynamo.version..", "dynamo.client..", "dynamo.contract..")
                .check(CHECK);
    }

    @Test
    void whoever_judges_knows_no_report() {
        noClasses()
                .that()
                .resideInAPackage("dynamo.tools.check")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dynamo.tools.check.report")
                .check(CHECK);
    }

    @Test
    void only_the_command_and_its_page_know_the_tool() {
        classes()
                .that()
                .doNotHaveSimpleName("CheckCommand")
                .and()
                .doNotHaveSimpleName("VerdictPage")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dynamo.tools.check..",
                        "java..",
                        "com.google.common..",
                        "com.fasterxml.jackson..",
                        "org.HdrHistogram..",
                        "org.jspecify..")
                .check(CHECK);
    }
}
