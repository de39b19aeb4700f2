package org.fabricast.ir.isa.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.text.Disassembler;

/** Loops are properly nested and at most so deep; branches stay inside the program and inside their loop (F3311). */
final class ControlFlowCheck {

    private static final int NO_LOOP = -1;

    private final List<Instruction> program;
    private final List<Diagnostic> findings = new ArrayList<>();
    /** Per instruction the index of the innermost LOOP around it. */
    private final int[] loop;

    private ControlFlowCheck(List<Instruction> program) {
        this.program = program;
        this.loop = new int[program.size()];
    }

    static List<Diagnostic> check(List<Instruction> program) {
        ControlFlowCheck check = new ControlFlowCheck(program);
        check.loops();
        check.branches();
        check.end();
        return check.findings;
    }

    private void loops() {
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < program.size(); i++) {
            loop[i] = open.isEmpty() ? NO_LOOP : open.peek();
            Opcode opcode = program.get(i).opcode();
            if (opcode == Opcode.SYS_LOOP) {
                long end = target(i);
                if (end <= i || end >= program.size() || program.get((int) end).opcode() != Opcode.SYS_END) {
                    report(i, "end at an END behind it", "end=" + end);
                }
                if (open.size() == Opcode.LOOP_DEPTH) {
                    report(i, "at most " + Opcode.LOOP_DEPTH + " nested loops", "one more");
                }
                open.push(i);
            } else if (opcode == Opcode.SYS_END) {
                if (open.isEmpty()) {
                    report(i, "a LOOP before it", "none that is open");
                } else if (target(open.peek()) != i) {
                    report(i, "to close the loop of instruction " + open.peek() + ", which ends at "
                            + target(open.pop()), "another END");
                } else {
                    open.pop();
                }
            } else if (opcode == Opcode.SYS_EXIT && open.isEmpty()) {
                report(i, "a loop around it", "none");
            }
        }
        open.forEach(i -> report(i, "a matching END", "none"));
    }

    private void branches() {
        for (int i = 0; i < program.size(); i++) {
            if (program.get(i).opcode() != Opcode.SYS_BRANCH) {
                continue;
            }
            long target = target(i);
            if (target >= program.size()) {
                report(i, "a target below " + program.size(), "target=" + target);
            } else if (loop[i] != loop[(int) target]) {
                report(i, "a target in its own loop", "target=" + target + (loop[(int) target] == NO_LOOP
                        ? " outside" : " in the loop of instruction " + loop[(int) target]));
            }
        }
    }

    private void end() {
        if (program.isEmpty()) {
            findings.add(new Diagnostic(ErrorCode.F3311, "program", "SYS.HALT at the end", "no instruction", ""));
            return;
        }
        Instruction last = program.getLast();
        boolean leaves = last.opcode() == Opcode.SYS_HALT || last.opcode() == Opcode.SYS_BRANCH && last.flags() == 0;
        if (!leaves) {
            report(program.size() - 1, "SYS.HALT at the end", "execution runs off the program");
        }
    }

    private long target(int index) {
        return Integer.toUnsignedLong(program.get(index).immediates().get(1));
    }

    private void report(int index, String expected, String found) {
        findings.add(new Diagnostic(ErrorCode.F3311, "instruction " + index + " (" + Disassembler.line(program.get(index))
                + ")", expected, found, ""));
    }
}
