package org.fabricast.repository;

import java.util.ArrayList;
import java.util.List;

/** Every error code is named in a test and on the page of errors. */
record ErrorCodePages(List<String> codes) implements Rule {

    private static final String PAGE = "docs/errors.md";

    ErrorCodePages {
        codes = List.copyOf(codes);
    }

    @Override
    public List<Finding> check(Checkout checkout) {
        // This package names codes for its own ends: that tests nothing.
        String tests = String.join("\n", checkout.ending(".java").filter(file -> file.contains("/src/test/"))
                .filter(file -> !file.contains("/org/fabricast/repository/"))
                .flatMap(file -> checkout.lines(file).orElseThrow().stream()).toList());
        String page = checkout.files().contains(PAGE) ? String.join("\n", checkout.lines(PAGE).orElseThrow()) : "";
        List<Finding> findings = new ArrayList<>();
        for (String code : codes) {
            if (!tests.contains(code)) {
                findings.add(new Finding(code, 0, "occurs in no test"));
            }
            if (!page.contains(code)) {
                findings.add(new Finding(code, 0, "is not in " + PAGE));
            }
        }
        return findings;
    }
}
