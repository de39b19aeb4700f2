package org.fabricast.repository;

import java.util.List;
import java.util.Set;

/** Nothing stands at the top but what the architecture knows. */
final class TopLevelEntries implements Rule {

    static final Set<String> MODULES = Set.of("ir", "rtl-templates", "codegen-hls", "host-driver", "compiler",
            "verilator-tests");
    static final Set<String> DIRECTORIES = Set.of("boards", "scripts", "docs", "models");
    private static final Set<String> FILES = Set.of("pom.xml", "README.md", "LICENSE", "NOTICE", ".ci", ".mvn",
            ".gitignore", ".gitattributes", ".editorconfig");

    @Override
    public List<Finding> check(Checkout checkout) {
        return checkout.files().stream().map(file -> file.split("/", 2)[0]).distinct()
                .filter(name -> !MODULES.contains(name) && !DIRECTORIES.contains(name) && !FILES.contains(name))
                .map(name -> new Finding(name, 0, "is not one of the top-level entries")).toList();
    }
}
