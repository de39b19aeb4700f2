package org.fabricast.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/**
 * Which module may use which, seen in the compiled classes. The module of a class is where its file lies, so that a package in
 * the wrong module is seen too.
 *
 * @param allowed for each module the modules it may use
 */
record ModuleDirections(Map<String, Set<String>> allowed) {

    /** The table of the architecture. */
    static final ModuleDirections OF_THE_PROJECT = new ModuleDirections(Map.of(
            "ir", Set.of(),
            "rtl-templates", Set.of("ir"),
            "codegen-hls", Set.of("ir", "rtl-templates"),
            "host-driver", Set.of("ir"),
            "compiler", Set.of("ir", "rtl-templates", "codegen-hls", "host-driver")));

    private static final Pattern PLACE = Pattern.compile(".*/([a-z-]+)/target/(?:classes/|[^/]+\\.jar).*");

    ModuleDirections {
        allowed = Map.copyOf(allowed);
    }

    /** All our classes on the class path except tests. */
    static JavaClasses classes() {
        return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.fabricast");
    }

    /** Modules that have classes among those given, so that a test can tell that none was overlooked. */
    static Set<String> modules(JavaClasses classes) {
        Set<String> modules = new TreeSet<>();
        classes.forEach(type -> module(type).ifPresent(modules::add));
        return modules;
    }

    List<Finding> check(JavaClasses classes) {
        Map<String, Finding> findings = new TreeMap<>();
        for (JavaClass type : classes) {
            module(type).filter(allowed::containsKey).ifPresent(from -> type.getDirectDependenciesFromSelf().stream()
                    .filter(dependency -> classes.contain(dependency.getTargetClass().getBaseComponentType().getName()))
                    .forEach(dependency -> module(dependency.getTargetClass().getBaseComponentType())
                            .filter(to -> !to.equals(from) && !allowed.get(from).contains(to))
                            .ifPresent(to -> findings.putIfAbsent(type.getName() + to, new Finding(type.getName(), 0,
                                    from + " must not use " + to + ": " + dependency.getDescription())))));
        }
        return new ArrayList<>(findings.values());
    }

    private static Optional<String> module(JavaClass type) {
        return type.getSource().map(source -> PLACE.matcher(source.getUri().toString())).filter(Matcher::matches)
                .map(place -> place.group(1));
    }
}
