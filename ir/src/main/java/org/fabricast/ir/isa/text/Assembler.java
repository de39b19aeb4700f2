package org.fabricast.ir.isa.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.isa.Instruction;

/**
 * Text to instructions. A line is {@code label: MNEMONIC name=value … wait=QUEUE,QUEUE release=QUEUE ; comment}, every
 * part optional; fields not named are zero.
 *
 * <p>A value is a number (decimal, {@code 0x}, or binary32 with {@code f}), a register {@code r5}, both {@code 16+r5}, or,
 * for ends of loops and targets of branches, a label. In a packed slot the register stands on the low field and counts for
 * the whole slot.
 *
 * <p>Errors: F3301 syntax, F3302 unknown word, F3303 unusable value; all of a text at once, each with line and column.
 */
public final class Assembler {

    private final String name;
    private final List<Diagnostic> findings = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final List<Place> places = new ArrayList<>();

    /** A line that holds an instruction, kept until all labels are known. */
    private record Place(int line, IsaTextParser.InstructionContext instruction) { }

    private Assembler(String name) {
        this.name = name;
    }

    /**
     * Assembles a program.
     *
     * @param name of the text, for messages
     */
    public static List<Instruction> assemble(String name, String text) {
        Assembler assembler = new Assembler(name);
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            assembler.read(i + 1, lines[i]);
        }
        List<Instruction> program = new ArrayList<>();
        for (Place place : assembler.places) {
            new LineAssembler(name, place.line(), assembler.labels, assembler.findings).assemble(place.instruction())
                    .ifPresent(program::add);
        }
        if (!assembler.findings.isEmpty()) {
            throw new FabricastException(assembler.findings);
        }
        return program;
    }

    private void read(int number, String line) {
        int before = findings.size();
        BaseErrorListener listener = new BaseErrorListener() {
            @Override
            public void syntaxError(Recognizer<?, ?> recognizer, Object symbol, int ignored, int column, String message,
                                    RecognitionException cause) {
                findings.add(new Diagnostic(ErrorCode.F3301, name + ":" + number + ":" + (column + 1),
                        "label: MNEMONIC name=value …", message, ""));
            }
        };
        IsaTextLexer lexer = new IsaTextLexer(CharStreams.fromString(line));
        lexer.removeErrorListeners();
        lexer.addErrorListener(listener);
        IsaTextParser parser = new IsaTextParser(new CommonTokenStream(lexer));
        parser.removeErrorListeners();
        parser.addErrorListener(listener);
        IsaTextParser.LineContext tree = parser.line();
        if (findings.size() > before) {
            return;
        }
        if (tree.label != null && labels.putIfAbsent(tree.label.getText(), places.size()) != null) {
            findings.add(new Diagnostic(ErrorCode.F3303, name + ":" + number + ":"
                    + (tree.label.getCharPositionInLine() + 1), "a label of its own",
                    tree.label.getText() + " for the second time", ""));
        }
        if (tree.instruction() != null) {
            places.add(new Place(number, tree.instruction()));
        }
    }
}
