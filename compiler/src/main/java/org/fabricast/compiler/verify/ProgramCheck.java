package org.fabricast.compiler.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.Manifest;
import org.fabricast.ir.image.RegionName;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.InstructionCodec;
import org.fabricast.ir.isa.Program;
import org.fabricast.ir.isa.text.Assembler;
import org.fabricast.ir.isa.text.Disassembler;
import org.fabricast.ir.isa.verify.ProgramVerifier;
import org.fabricast.ir.isa.verify.RegionSizes;
import org.fabricast.ir.isa.verify.Scenario;
import org.fabricast.ir.isa.verify.WeightContents;

/**
 * {@code program.bin} says what {@code program.asm} says, and no rule of the machine is broken at the first, middle and last
 * positions.
 *
 * <p>Errors: F3304 bytes that are no program, F33xx text that is none, F5003 all else.
 */
final class ProgramCheck {

    private static final int LOGITS_OF_GENERATED = 1;
    private static final int LOGITS_OF_ALL = 2;

    private ProgramCheck() {
    }

    /** The step's result. Checked are instructions. */
    static StepResult check(Artefact artefact) {
        Manifest manifest = artefact.manifest();
        List<Instruction> instructions = InstructionCodec.decode(artefact.bytes(Manifest.PROGRAM_FILE));
        List<Diagnostic> findings = new ArrayList<>();
        compareText(instructions, new String(artefact.bytes(Manifest.PROGRAM_TEXT), StandardCharsets.UTF_8), findings);
        Program program = new Program(manifest.program().core(), manifest.program().cores(), instructions);
        int cores = manifest.configuration().cores();
        RegionSizes regions = new RegionSizes(manifest.region(RegionName.WEIGHTS).bytes() / cores,
                manifest.region(RegionName.KV).bytes() / cores, manifest.region(RegionName.IO).bytes());
        WeightContents weights = new WeightContents.Bytes(artefact.bytes(Manifest.WEIGHTS_FILE));
        ProgramVerifier.verify(program, manifest.configuration(), regions, weights, scenarios(manifest.program().context()))
                .forEach(found -> findings.add(new Diagnostic(ErrorCode.F5003, Manifest.PROGRAM_FILE + ", "
                        + found.subject(), found.expected(), found.found() + " (" + found.code() + ")", "")));
        return new StepResult(StepName.PROGRAM, instructions.size(), findings);
    }

    private static void compareText(List<Instruction> bytes, String text, List<Diagnostic> findings) {
        List<Instruction> assembled = Assembler.assemble(Manifest.PROGRAM_TEXT, text);
        int common = Math.min(bytes.size(), assembled.size());
        for (int i = 0; i < common; i++) {
            if (!bytes.get(i).equals(assembled.get(i))) {
                findings.add(new Diagnostic(ErrorCode.F5003, Manifest.PROGRAM_TEXT + ", instruction " + i,
                        Disassembler.line(bytes.get(i)) + " as in " + Manifest.PROGRAM_FILE,
                        Disassembler.line(assembled.get(i)), ""));
                return;
            }
        }
        if (bytes.size() != assembled.size()) {
            findings.add(new Diagnostic(ErrorCode.F5003, Manifest.PROGRAM_TEXT, bytes.size() + " instructions as in "
                    + Manifest.PROGRAM_FILE, assembled.size() + " instructions", ""));
        }
    }

    /** A prompt with all logits, a generation, and a prompt alone at the beginning, in the middle and up to the last position. */
    private static List<Scenario> scenarios(int context) {
        Set<Scenario> scenarios = new LinkedHashSet<>();
        for (int last : new int[] {Math.min(3, context), Math.max(1, context / 2), context}) {
            int tokens = Math.min(2, last);
            int position = last - tokens;
            scenarios.add(Scenario.of(tokens, 1, LOGITS_OF_ALL, position));
            scenarios.add(Scenario.of(1, tokens, LOGITS_OF_GENERATED, position));
            scenarios.add(Scenario.of(tokens, 0, 0, position));
        }
        return List.copyOf(scenarios);
    }
}
