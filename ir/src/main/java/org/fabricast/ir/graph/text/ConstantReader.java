package org.fabricast.ir.graph.text;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.TensorType;

/** Reads the contents of constants, from the text or a file beside it. */
final class ConstantReader {

    private final Findings findings;
    private final Numbers numbers;
    private final Optional<Path> directory;

    /** @param directory where side files are looked for; without it there are none */
    ConstantReader(Findings findings, Optional<Path> directory) {
        this.findings = findings;
        this.numbers = new Numbers(findings);
        this.directory = directory;
    }

    /** The constant; by its shape only, after a finding, if the contents cannot be had. */
    Tensor read(String name, TensorType type, FirParser.ContentsContext contents) {
        if (contents == null) {
            return Tensor.shapeOnly(name, type);
        }
        if (contents.numbers() != null) {
            float[] data = numbers.binary32(contents.numbers().NUMBER());
            if (data.length == type.elements()) {
                return new Tensor(name, type, data);
            }
            findings.report(ErrorCode.F2204, contents.getStart(), type.elements() + " numbers", data.length + " numbers");
            return Tensor.shapeOnly(name, type);
        }
        return external(name, type, contents.STRING().getSymbol(), numbers.offset(contents.NUMBER().getSymbol()));
    }

    private Tensor external(String name, TensorType type, Token quoted, long offset) {
        String file = quoted.getText().substring(1, quoted.getText().length() - 1);
        // A model must not be able to name files elsewhere on the reader's machine.
        if (directory.isEmpty() || file.isEmpty() || file.startsWith(".") || file.matches(".*[/\\\\:].*")) {
            findings.report(ErrorCode.F2205, quoted, "the plain name of a file beside the text", quoted.getText());
        } else if (type.elements() > Integer.MAX_VALUE - 8) {
            findings.report(ErrorCode.F2204, quoted, "fewer elements than 2^31", String.valueOf(type.elements()));
        } else {
            try {
                return new Tensor(name, type,
                        SideFile.read(directory.get().resolve(file), offset, (int) type.elements()));
            } catch (EOFException tooShort) {
                findings.report(ErrorCode.F2205, quoted,
                        offset + " + " + 4 * type.elements() + " bytes", tooShort.getMessage());
            } catch (IOException unreadable) {
                findings.report(ErrorCode.F2205, quoted, "a readable file", unreadable.toString());
            }
        }
        return Tensor.shapeOnly(name, type);
    }
}
