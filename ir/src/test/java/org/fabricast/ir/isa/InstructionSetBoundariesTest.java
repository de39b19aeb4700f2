package org.fabricast.ir.isa;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class InstructionSetBoundariesTest {

    private static final JavaClasses IR = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.fabricast.ir");

    @Test
    void the_instruction_set_knows_neither_graphs_nor_kernels_nor_the_emulator() {
        noClasses().that().resideInAPackage("org.fabricast.ir.isa..").should().dependOnClassesThat()
                .resideInAnyPackage("org.fabricast.ir.graph..", "org.fabricast.ir.kernel..", "org.fabricast.ir.emulator..",
                        "org.fabricast.ir.image..").check(IR);
    }

    @Test
    void the_emulator_does_not_know_graphs_or_artefacts() {
        noClasses().that().resideInAPackage("org.fabricast.ir.emulator..").should().dependOnClassesThat()
                .resideInAnyPackage("org.fabricast.ir.graph..", "org.fabricast.ir.image..").check(IR);
    }

    @Test
    void artefacts_do_not_know_graphs_kernels_or_the_emulator() {
        noClasses().that().resideInAPackage("org.fabricast.ir.image..").should().dependOnClassesThat()
                .resideInAnyPackage("org.fabricast.ir.graph..", "org.fabricast.ir.kernel..", "org.fabricast.ir.emulator..")
                .check(IR);
    }
}
