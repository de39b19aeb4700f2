package org.fabricast.compiler.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ExitStatus;

/**
 * All findings of {@link Doctor}.
 *
 * @param findings in the order looked at
 */
public record Diagnosis(List<ToolFinding> findings) {

    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /** Whether everything that is required is there. */
    public boolean ok() {
        return findings.stream().allMatch(ToolFinding::ok);
    }

    /** What is not there, as errors. */
    public List<Diagnostic> diagnostics() {
        return findings.stream().map(ToolFinding::diagnostic).flatMap(Optional::stream).toList();
    }

    /** 0, or the status for a missing tool. */
    public ExitStatus exit() {
        return ok() ? ExitStatus.OK : ExitStatus.TOOL_MISSING;
    }

    /** The findings as JSON. */
    public ObjectNode json() {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("ok", ok());
        ArrayNode tools = document.putArray("tools");
        for (ToolFinding finding : findings) {
            tools.addObject().put("name", finding.name()).put("state", finding.state().text())
                    .put("version", finding.version()).put("needed", finding.needed()).put("mend", finding.mend())
                    .put("required", finding.required());
        }
        return document;
    }
}
