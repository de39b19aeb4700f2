package org.fabricast.ir.kernel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class KernelPackagesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("org.fabricast");

    @Test
    void kernelsKnowNothingOfGraphsInstructionsOrMachines() {
        noClasses().that().resideInAPackage("org.fabricast.ir.kernel..").should().dependOnClassesThat()
                .resideInAnyPackage("org.fabricast.ir.graph..", "org.fabricast.ir.isa..", "org.fabricast.ir.emulator..",
                        "org.fabricast.ir.tokenizer..")
                .check(CLASSES);
    }

    @Test
    void ssaTextAndLibraryDependInOneDirection() {
        noClasses().that().resideInAPackage("org.fabricast.ir.kernel").should().dependOnClassesThat()
                .resideInAnyPackage("org.fabricast.ir.kernel.text..", "org.fabricast.ir.kernel.library..").check(CLASSES);
        noClasses().that().resideInAPackage("org.fabricast.ir.kernel.text").should().dependOnClassesThat()
                .resideInAnyPackage("org.fabricast.ir.kernel.library..").check(CLASSES);
    }
}
