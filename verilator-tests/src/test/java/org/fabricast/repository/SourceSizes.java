package org.fabricast.repository;

import java.util.ArrayList;
import java.util.List;

/** No source is longer than 500 lines; no Velocity template longer than 150 lines or with more than three {@code #if}. */
final class SourceSizes implements Rule {

    private static final int SOURCE_LINES = 500;
    private static final int TEMPLATE_LINES = 150;
    private static final int TEMPLATE_CONDITIONS = 3;

    @Override
    public List<Finding> check(Checkout checkout) {
        List<Finding> findings = new ArrayList<>();
        checkout.ending(".java", ".v", ".vm", ".g4", ".cpp", ".h", ".fk", ".xml", ".sh").forEach(file -> {
            int lines = checkout.lines(file).orElseThrow().size();
            if (lines > SOURCE_LINES) {
                findings.add(new Finding(file, 0, lines + " lines, at most " + SOURCE_LINES));
            }
        });
        checkout.ending(".vm").forEach(file -> {
            List<String> lines = checkout.lines(file).orElseThrow();
            if (lines.size() > TEMPLATE_LINES) {
                findings.add(new Finding(file, 0, lines.size() + " lines, a template at most " + TEMPLATE_LINES));
            }
            long conditions = lines.stream().filter(line -> !line.startsWith("##"))
                    .mapToInt(line -> line.split("#\\{?if\\b", -1).length - 1).sum();
            if (conditions > TEMPLATE_CONDITIONS) {
                findings.add(new Finding(file, 0, conditions + " #if, a template at most " + TEMPLATE_CONDITIONS));
            }
        });
        return findings;
    }
}
