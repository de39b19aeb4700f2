package org.fabricast.ir.graph;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The borders that the package descriptions state. */
class GraphPackagesTest {

    private static final String GRAPH = "org.fabricast.ir.graph";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(GRAPH);

    private static void mayUseOnly(String inside, String... allowed) {
        String[] packages = Arrays.copyOf(allowed, allowed.length + 3);
        packages[allowed.length] = inside;
        packages[allowed.length + 1] = "org.fabricast.diag";
        packages[allowed.length + 2] = "java..";
        classes().that().resideInAPackage(inside)
                .should().onlyDependOnClassesThat().resideInAnyPackage(packages).check(CLASSES);
    }

    @Test
    void graphKnowsOnlyItselfAndDiagnostics() {
        mayUseOnly(GRAPH);
    }

    @Test
    void buildersInterpreterAndTextKnowTheGraphButNotEachOther() {
        mayUseOnly(GRAPH + ".build", GRAPH);
        mayUseOnly(GRAPH + ".interpret", GRAPH);
        mayUseOnly(GRAPH + ".text", GRAPH, "org.antlr..");
    }
}
