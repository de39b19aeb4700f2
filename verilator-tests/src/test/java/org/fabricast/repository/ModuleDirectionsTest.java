package org.fabricast.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("rules")
class ModuleDirectionsTest {

    private static final JavaClasses CLASSES = ModuleDirections.classes();

    @Test
    void all_modules_are_seen() {
        assertThat(ModuleDirections.modules(CLASSES))
                .containsExactly("codegen-hls", "compiler", "host-driver", "ir", "rtl-templates");
    }

    @Test
    void modules_use_only_what_the_architecture_allows() {
        assertThat(ModuleDirections.OF_THE_PROJECT.check(CLASSES)).isEmpty();
    }

    @Test
    void a_use_that_the_table_does_not_allow_is_found() {
        assertThat(new ModuleDirections(Map.of("host-driver", Set.of(), "compiler", Set.of("ir", "rtl-templates", "codegen-hls")))
                .check(CLASSES).stream().map(Finding::text))
                .anyMatch(text -> text.startsWith("host-driver must not use ir: "))
                .noneMatch(text -> text.startsWith("compiler must not use ir: "));
    }
}
