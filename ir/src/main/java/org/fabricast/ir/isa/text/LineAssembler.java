package org.fabricast.ir.isa.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.isa.Field;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Layout;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;
import org.fabricast.ir.isa.SysRegister;

/** Checks the words of one parsed line against the layout and builds its instruction. */
final class LineAssembler {

    private final String name;
    private final int line;
    private final Map<String, Integer> labels;
    private final List<Diagnostic> findings;

    LineAssembler(String name, int line, Map<String, Integer> labels, List<Diagnostic> findings) {
        this.name = name;
        this.line = line;
        this.labels = labels;
        this.findings = findings;
    }

    /** The instruction, or nothing after findings. */
    Optional<Instruction> assemble(IsaTextParser.InstructionContext tree) {
        Token mnemonic = tree.MNEMONIC().getSymbol();
        Optional<Opcode> opcode = Layout.opcode(mnemonic.getText());
        if (opcode.isEmpty()) {
            report(ErrorCode.F3302, mnemonic, "an instruction of "
                    + String.join(", ", Arrays.stream(Opcode.values()).map(Opcode::mnemonic).toList()), mnemonic.getText());
            return Optional.empty();
        }
        int before = findings.size();
        Instructions builder = Instructions.of(opcode.get());
        Set<String> given = new HashSet<>();
        for (IsaTextParser.SettingContext setting : tree.setting()) {
            if (!given.add(setting.field.getText())) {
                report(ErrorCode.F3303, setting.field, "each field once", setting.field.getText() + " again");
            } else {
                set(opcode.get(), builder, setting);
            }
        }
        return findings.size() > before ? Optional.empty() : Optional.of(builder.build());
    }

    private void set(Opcode opcode, Instructions builder, IsaTextParser.SettingContext setting) {
        String field = setting.field.getText();
        if (field.equals("wait") || field.equals("release")) {
            mask(opcode, builder, setting);
            return;
        }
        if (SysRegister.of(opcode).stream().anyMatch(r -> r.text().equals(field))) {
            if (setting.value() instanceof IsaTextParser.WordsContext words && words.NAME().size() == 1) {
                register(words.NAME(0)).ifPresent(r -> builder.reg(field, r));
            } else {
                report(ErrorCode.F3303, setting.value().getStart(), "a register for " + field, setting.value().getText());
            }
            return;
        }
        Optional<Field> found = Layout.field(opcode, field);
        if (found.isEmpty()) {
            report(ErrorCode.F3302, setting.field, "a field of " + opcode.mnemonic() + ": "
                    + String.join(", ", Layout.names(opcode)) + ", wait, release", field);
            return;
        }
        switch (setting.value()) {
            case IsaTextParser.NumberContext number -> {
                number(builder, found.get(), number.NUMBER().getSymbol());
                if (number.NAME() != null) {
                    addRegister(opcode, builder, found.get(), number.NAME());
                }
            }
            case IsaTextParser.WordsContext words -> word(opcode, builder, found.get(), words);
            default -> throw new IllegalStateException("the grammar has two forms of values");
        }
    }

    private void word(Opcode opcode, Instructions builder, Field field, IsaTextParser.WordsContext words) {
        TerminalNode word = words.NAME(0);
        if (words.NAME().size() > 1) {
            report(ErrorCode.F3303, words.getStart(), "one value for " + field.name(), words.getText());
        } else if (!Layout.isLabel(opcode, field)) {
            addRegister(opcode, builder, field, word);
        } else if (labels.containsKey(word.getText())) {
            builder.set(field.name(), labels.get(word.getText()));
        } else {
            report(ErrorCode.F3302, word.getSymbol(), "a label of this text or an index", word.getText());
        }
    }

    private void addRegister(Opcode opcode, Instructions builder, Field field, TerminalNode word) {
        Optional<Integer> register = register(word);
        if (register.isPresent() && Layout.takesRegister(opcode, field)) {
            builder.reg(field.name(), register.get());
        } else if (register.isPresent()) {
            report(ErrorCode.F3303, word.getSymbol(), "a number for " + field.name(), "a register, which is added to whole "
                    + "slots only and stands on their low field");
        }
    }

    private void number(Instructions builder, Field field, Token token) {
        String text = token.getText();
        boolean hex = text.contains("0x");
        try {
            if (!hex && text.endsWith("f")) {
                if (Layout.isBinary32(field)) {
                    builder.setFloat(field.name(), Float.parseFloat(text));
                } else {
                    report(ErrorCode.F3303, token, "a whole number for " + field.name(), text);
                }
                return;
            }
            long value = hex ? Long.parseLong(text.replace("0x", ""), 16) : Long.parseLong(text);
            if (Layout.fits(field, value)) {
                builder.set(field.name(), value);
            } else {
                report(ErrorCode.F3303, token, "a number of " + field.width() + " bits for " + field.name(), text);
            }
        } catch (NumberFormatException e) {
            report(ErrorCode.F3303, token, "a number of " + field.width() + " bits for " + field.name(), text);
        }
    }

    private void mask(Opcode opcode, Instructions builder, IsaTextParser.SettingContext setting) {
        if (!(setting.value() instanceof IsaTextParser.WordsContext words)) {
            report(ErrorCode.F3303, setting.value().getStart(), "names of queues", setting.value().getText());
            return;
        }
        for (TerminalNode word : words.NAME()) {
            Optional<Queue> queue = Arrays.stream(Queue.values()).filter(q -> q.name().equals(word.getText())).findFirst();
            if (queue.isEmpty()) {
                report(ErrorCode.F3302, word.getSymbol(), "a queue of " + Arrays.toString(Queue.values()), word.getText());
            } else if (queue.get() == opcode.queue()) {
                report(ErrorCode.F3303, word.getSymbol(), "queues other than the instruction's own", word.getText());
            } else if (setting.field.getText().equals("wait")) {
                builder.waitFor(queue.get());
            } else {
                builder.release(queue.get());
            }
        }
    }

    private Optional<Integer> register(TerminalNode word) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Opcode.REGISTERS; i++) {
            names.add("r" + i);
        }
        int register = names.indexOf(word.getText());
        if (register < 0) {
            report(ErrorCode.F3302, word.getSymbol(), "a register r0 … r" + (Opcode.REGISTERS - 1), word.getText());
            return Optional.empty();
        }
        return Optional.of(register);
    }

    private void report(ErrorCode code, Token at, String expected, String found) {
        findings.add(new Diagnostic(code, name + ":" + line + ":" + (at.getCharPositionInLine() + 1), expected, found, ""));
    }
}
