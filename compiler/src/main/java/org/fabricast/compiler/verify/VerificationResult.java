package org.fabricast.compiler.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ExitStatus;

/**
 * What a verification found.
 *
 * @param steps that were done, in order: all of {@link StepName}, or the first alone if the artefact cannot be opened
 */
public record VerificationResult(List<StepResult> steps) {

    public VerificationResult {
        steps = List.copyOf(steps);
        List<StepName> names = steps.stream().map(StepResult::name).toList();
        boolean unopened = names.equals(List.of(StepName.ARTEFACT)) && !steps.getFirst().passed();
        if (!unopened && !names.equals(List.of(StepName.values()))) {
            throw new IllegalArgumentException("a verification of the steps " + names);
        }
    }

    /** Whether every step passed. */
    public boolean passed() {
        return steps.stream().allMatch(StepResult::passed);
    }

    /** All findings, in the order of the steps. */
    public List<Diagnostic> findings() {
        return steps.stream().flatMap(s -> s.findings().stream()).toList();
    }

    /** Exit status of a command that says no more than this: that of the first finding. */
    public ExitStatus exit() {
        return findings().stream().findFirst().map(f -> f.code().exit()).orElse(ExitStatus.OK);
    }

    /** The result as JSON. {@code first_mismatch} and {@code code} are there only for a step that failed. */
    public ObjectNode json() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("passed", passed());
        ArrayNode list = document.putArray("steps");
        for (StepResult step : steps) {
            ObjectNode node = list.addObject().put("name", step.name().text()).put("status", step.status())
                    .put("checked", step.checked());
            step.firstMismatch().ifPresent(text -> node.put("first_mismatch", text)
                    .put("code", step.findings().getFirst().code().name()));
        }
        return document;
    }
}
