package org.fabricast.cli;

import org.fabricast.compiler.doctor.Diagnosis;
import org.fabricast.compiler.doctor.Doctor;
import org.fabricast.compiler.doctor.ToolFinding;
import org.fabricast.compiler.doctor.ToolState;
import org.fabricast.diag.ExitStatus;
import picocli.CommandLine;

/** {@code doctor}: what is installed, missing or too old, and the one line that mends it. */
@CommandLine.Command(name = "doctor", description = "What is installed, missing or too old, and what mends it.")
final class DoctorCommand extends Command {

    @Override
    ExitStatus run(Console console) {
        Diagnosis diagnosis = Doctor.examine(console.environment());
        for (ToolFinding finding : diagnosis.findings()) {
            console.line("%-10s %-9s %s", finding.name(), finding.state().text(), finding.version());
            if (finding.state() != ToolState.FOUND) {
                console.line("           needed    %s", finding.needed());
                console.line("           mend      %s", finding.mend());
            }
        }
        diagnosis.diagnostics().forEach(finding -> console.err().println(finding.text()));
        console.json(diagnosis.json());
        return diagnosis.exit();
    }
}
