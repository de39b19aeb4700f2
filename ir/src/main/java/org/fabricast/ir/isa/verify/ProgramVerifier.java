package org.fabricast.ir.isa.verify;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Layout;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Program;
import org.fabricast.ir.isa.Queue;
import org.fabricast.ir.isa.text.Disassembler;

/**
 * All findings on a program: structure and operands that need no execution, then, following its control under given
 * arguments, operands, tokens, rings, races and deadlocks.
 *
 * <p>Errors: F3304 illegal fields, F3311 control flow, F3312 operands, F3321 races, F3322 tokens, F3323 deadlocks, F3324 rings,
 * F3325 no end, F3326 cores that do not meet. Cost: some microseconds per executed instruction.
 */
public final class ProgramVerifier {

    private ProgramVerifier() {
    }

    /** Findings without the contents of the weight region. */
    public static List<Diagnostic> verify(Program program, HardwareConfig config, RegionSizes regions,
                                          List<Scenario> scenarios) {
        return verify(program, config, regions, WeightContents.UNKNOWN, scenarios);
    }

    /** Findings of {@link #structure} and, if these do not forbid it, of {@link #execution} for each scenario. */
    public static List<Diagnostic> verify(Program program, HardwareConfig config, RegionSizes regions, WeightContents weights,
                                          List<Scenario> scenarios) {
        Set<Diagnostic> findings = new LinkedHashSet<>(structure(program, config));
        if (findings.stream().allMatch(d -> d.code() == ErrorCode.F3312)) {
            for (Scenario scenario : scenarios) {
                if (config.divided()) {
                    List<Trace> cores = new ArrayList<>();
                    for (int core = 0; core < config.cores(); core++) {
                        cores.add(Trace.of(program.instructions(), config, scenario.onCore(core), regions,
                                weights.behind(core * regions.weights())));
                    }
                    cores.forEach(trace -> findings.addAll(execution(trace, config)));
                    findings.addAll(MeetingCheck.check(cores, scenario));
                } else {
                    findings.addAll(execution(program, config, regions, weights, scenario));
                }
            }
        }
        return List.copyOf(findings);
    }

    /** What can be said without executing: legal fields, control flow, operands without registers. */
    public static List<Diagnostic> structure(Program program, HardwareConfig config) {
        List<Diagnostic> findings = new ArrayList<>(ControlFlowCheck.check(program.instructions()));
        int[] zero = new int[Opcode.REGISTERS];
        for (int i = 0; i < program.instructions().size(); i++) {
            Instruction instruction = program.instructions().get(i);
            String subject = "instruction " + i + " (" + Disassembler.line(instruction) + ")";
            List<String> stray = Layout.strayBits(instruction);
            if (!stray.isEmpty()) {
                findings.add(new Diagnostic(ErrorCode.F3304, subject, "legal fields", String.join("; ", stray), ""));
            }
            boolean constant = instruction.opcode().queue() == Queue.SYS
                    || instruction.registers().stream().allMatch(r -> r == 0);
            List<String> broken = constant ? OperandRules.broken(Operands.of(instruction, zero), config) : List.of();
            if (!broken.isEmpty()) {
                findings.add(new Diagnostic(ErrorCode.F3312, subject, "operands that keep the rules",
                        String.join("; ", broken), ""));
            }
        }
        return findings;
    }

    /** What following the control under one set of arguments shows. The program's structure must be sound. */
    public static List<Diagnostic> execution(Program program, HardwareConfig config, RegionSizes regions,
                                             WeightContents weights, Scenario scenario) {
        return execution(Trace.of(program.instructions(), config, scenario, regions, weights), config);
    }

    private static List<Diagnostic> execution(Trace trace, HardwareConfig config) {
        if (!trace.findings().isEmpty()) {
            return trace.findings();
        }
        List<Diagnostic> order = Stream.of(TokenCheck.check(trace.steps()), RingCheck.check(trace.steps()),
                RaceCheck.check(trace.steps(), config.array())).flatMap(List::stream).toList();
        // A missing token or word would block as well; that it is missing is the better message.
        boolean balanced = order.stream().allMatch(d -> d.code() == ErrorCode.F3321);
        return balanced ? Stream.concat(order.stream(), DeadlockCheck.check(trace.steps(), config).stream()).toList()
                : order;
    }
}
