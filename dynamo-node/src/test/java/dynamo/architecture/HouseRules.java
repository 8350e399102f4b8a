package dynamo.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.Console;
import java.io.File;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.WeakHashMap;

/** What no class of the house may do, each rule with the packages that hold its planted violations. */
final class HouseRules {

    /** A rule and the names below {@code planted} where it must find something to complain about. */
    record HouseRule(String name, ArchRule rule, ImmutableList<String> planted) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final DescribedPredicate<JavaClass> PURE =
            describe("are in pure packages", type -> HouseMap.isPure(type.getPackageName()));

    /** Short-lived cursors: the state of one encoding or construction, never kept. */
    private static final DescribedPredicate<JavaField> IN_A_CURSOR = describe(
            "are in a Reader, Writer, Encoder, Decoder or Builder",
            field -> field.getOwner().getSimpleName().matches(".*(Reader|Writer|Encoder|Decoder|Builder)"));

    /**
     * The bytes a record came from or was encoded to: every record has one encoding only, so two threads that race here
     * write equal bytes.
     */
    private static final DescribedPredicate<JavaField> REMEMBERED_ENCODING = describe(
            "are the remembered encoding of Siblings",
            field -> field.getFullName().equals("dynamo.version.Siblings.encoded"));

    private HouseRules() {}

    static ImmutableList<HouseRule> all() {
        return ImmutableList.of(
                rule(
                        "rooms_enter_only_the_rooms_drawn",
                        roomsEnterOnlyTheRoomsDrawn(),
                        "sideways",
                        "node",
                        "sim",
                        "room"),
                rule("pure_packages_have_no_outside", pureHasNoOutside(), "outside"),
                rule("pure_packages_have_no_hidden_input", pureHasNoHiddenInput(), "entropy", "order"),
                rule("pure_packages_share_no_state", pureSharesNoState(), "shared"),
                rule("node_packages_have_no_cycles", noCycles(), "cycle"),
                rule("messages_are_values", messagesAreValues(), "message"),
                rule("shared_values_never_change", sharedValuesNeverChange(), "mutable"),
                rule(
                        "only_disk_opens_files",
                        onlyIn("..dynamo.node.io.disk..", "org.rocksdb..", "java.nio.channels.FileChannel"),
                        "files"),
                rule(
                        "only_http_knows_http",
                        onlyIn("..dynamo.node.io.http..", "io.netty.handler.codec.http.."),
                        "http"));
    }

    private static HouseRule rule(String name, ArchRule rule, String... planted) {
        return new HouseRule(name, rule.allowEmptyShould(true), ImmutableList.copyOf(planted));
    }

    private static ArchRule roomsEnterOnlyTheRoomsDrawn() {
        return classes().should(new ArchCondition<>("enter only the rooms that HouseMap draws") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Optional<String> from = HouseMap.roomOf(type.getPackageName());
                if (from.isEmpty()) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " is in no room of HouseMap"));
                    return;
                }
                type.getDirectDependenciesFromSelf().stream()
                        .filter(to -> HouseMap.isOurs(to.getTargetClass().getPackageName()))
                        .filter(to -> !isDrawn(from.get(), to))
                        .forEach(to -> events.add(SimpleConditionEvent.violated(to, to.getDescription())));
            }
        });
    }

    private static boolean isDrawn(String fromRoom, Dependency to) {
        return HouseMap.roomOf(to.getTargetClass().getPackageName())
                .filter(toRoom -> HouseMap.mayEnter(fromRoom, toRoom))
                .isPresent();
    }

    private static ArchRule pureHasNoOutside() {
        DescribedPredicate<JavaClass> outside = resideInAnyPackage(
                        "io.netty..",
                        "java.net..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "com.fasterxml..",
                        "com.codahale..",
                        "com.github.benmanes..",
                        "org.HdrHistogram..",
                        "org.rocksdb..",
                        "picocli..",
                        "java.util.concurrent..",
                        "java.util.logging..",
                        "javax..")
                .or(isOneOf(
                        Thread.class,
                        ThreadLocal.class,
                        Runtime.class,
                        Process.class,
                        ProcessHandle.class,
                        File.class,
                        Console.class))
                .or(describe("java.io file types", HouseRules::isFileStream));
        return noClasses().that(PURE).should().dependOnClassesThat(outside.as("reach outside"));
    }

    private static boolean isFileStream(JavaClass type) {
        return type.getPackageName().equals("java.io") && type.getSimpleName().matches("File[A-Z].*|RandomAccessFile");
    }

    private static ArchRule pureHasNoHiddenInput() {
        return noClasses()
                .that(PURE)
                .should()
                .accessTargetWhere(HiddenInput.IS_READ)
                .orShould()
                .dependOnClassesThat(
                        isOneOf(IdentityHashMap.class, WeakHashMap.class, java.security.SecureRandom.class));
    }

    private static ArchRule pureSharesNoState() {
        return noFields()
                .that()
                .areDeclaredInClassesThat(PURE)
                .should()
                .haveModifier(JavaModifier.VOLATILE)
                .orShould(describeStaticMutable());
    }

    private static ArchCondition<JavaField> describeStaticMutable() {
        return ArchCondition.from(describe(
                "be static and not final",
                field -> field.getModifiers().contains(JavaModifier.STATIC)
                        && !field.getModifiers().contains(JavaModifier.FINAL)));
    }

    private static ArchRule noCycles() {
        return slices().matching("..dynamo.node.(*)..").should().beFreeOfCycles();
    }

    /** Records, enums, sealed interfaces; and final classes without a constructor to call: their encoding. */
    private static ArchRule messagesAreValues() {
        return classes()
                .that()
                .resideInAPackage("..dynamo.node.message..")
                .and(describe("are top level", type -> !type.isNestedClass()))
                .should(ArchCondition.from(describe("be values or their encoding", HouseRules::isValueOrEncoding)));
    }

    private static boolean isValueOrEncoding(JavaClass type) {
        boolean isEncoding = type.getModifiers().contains(JavaModifier.FINAL)
                && type.getFields().stream()
                        .allMatch(field -> field.getModifiers().contains(JavaModifier.STATIC)
                                || field.getModifiers().contains(JavaModifier.FINAL)
                                || IN_A_CURSOR.test(field));
        boolean isSealed = type.isInterface()
                && (type.reflect().isSealed() || type.reflect().isAnnotation());
        boolean isPackageInfo = type.getSimpleName().equals("package-info");
        return type.isRecord() || type.isEnum() || isSealed || isEncoding || isPackageInfo;
    }

    private static ArchRule sharedValuesNeverChange() {
        return fields().that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(
                        "..dynamo.version..", "..dynamo.contract..", "..dynamo.ring..", "..dynamo.node.message..")
                .and(DescribedPredicate.not(IN_A_CURSOR))
                .and(DescribedPredicate.not(REMEMBERED_ENCODING))
                .should()
                .beFinal();
    }

    private static ArchRule onlyIn(String room, String... used) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat(describe("are " + ImmutableList.copyOf(used), type -> matches(type, used)));
    }

    private static boolean matches(JavaClass type, String... used) {
        return ImmutableList.copyOf(used).contains(type.getName())
                || resideInAnyPackage(used).test(type);
    }

    private static DescribedPredicate<JavaClass> isOneOf(Class<?>... types) {
        ImmutableSet<Class<?>> set = ImmutableSet.copyOf(types);
        return describe("are one of " + set, type -> set.stream().anyMatch(type::isEquivalentTo));
    }
}
