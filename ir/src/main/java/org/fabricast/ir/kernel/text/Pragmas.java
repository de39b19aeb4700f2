package org.fabricast.ir.kernel.text;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.kernel.Pipelining;
import org.fabricast.ir.kernel.Storage;

/** Reads pragmas, which stand on a line of their own before the loop or memory that they qualify. */
final class Pragmas {

    private static final Pattern FORM = Pattern.compile("#pragma\\s+(pipeline|unroll|partition|storage)\\b(.*)");
    private static final Pattern INTERVAL = Pattern.compile("II\\s*=\\s*([0-9]+)");
    private static final Pattern FACTOR = Pattern.compile("factor\\s*=\\s*([0-9]+)");
    private static final String KNOWN = "Before loops: pipeline II=N, pipeline off, unroll, unroll factor=N; before mem: "
            + "partition factor=N, storage bram|uram|lutram.";

    private final SourceFile file;
    private final Findings findings;

    Pragmas(SourceFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    private SourceFile.Position at(Token token) {
        return new SourceFile.Position(file, token.getLine(), token.getCharPositionInLine() + 1);
    }

    private static String text(Token token) {
        return token.getText().replaceFirst("//.*", "").strip();
    }

    /** Reports a pragma that qualifies nothing. */
    void stray(Token token, String before) {
        findings.add(ErrorCode.F3016, at(token), "a pragma before a loop or memory", text(token) + " before " + before,
                KNOWN);
    }

    private record Pragma(String name, String rest) { }

    private Optional<Pragma> read(Token token) {
        List<String> lines = file.text().lines().toList();
        int line = token.getLine() - 1;
        if (line < lines.size() && !lines.get(line).substring(0, token.getCharPositionInLine()).isBlank()) {
            findings.add(ErrorCode.F3016, at(token), "a pragma on a line of its own", text(token), KNOWN);
        }
        Matcher form = FORM.matcher(text(token));
        if (!form.matches()) {
            return unknown(token);
        }
        return Optional.of(new Pragma(form.group(1), form.group(2).strip()));
    }

    /** Whether none of that name was there before; reports it otherwise, since one would be ignored. */
    private boolean first(Token token, Pragma pragma, Set<String> seen) {
        boolean first = seen.add(pragma.name());
        if (!first) {
            findings.add(ErrorCode.F3016, at(token), "one pragma " + pragma.name(), "a second one, " + text(token), "Leave one out.");
        }
        return first;
    }

    private Optional<Pragma> unknown(Token token) {
        findings.add(ErrorCode.F3015, at(token), "a known pragma", text(token), KNOWN);
        return Optional.empty();
    }

    /** What the pragmas before a loop say. */
    Ast.Directives directives(List<Token> tokens, boolean vector, boolean reduces) {
        Ast.Directives result = Ast.Directives.NONE;
        Set<String> seen = new HashSet<>();
        for (Token token : tokens) {
            Optional<Pragma> pragma = read(token);
            if (pragma.isPresent() && first(token, pragma.get(), seen)) {
                result = directive(token, pragma.get(), result, vector, reduces);
            }
        }
        if (result.unroll() == Ast.Unroll.FULL && !result.pipelining().equals(Pipelining.AUTO)) {
            findings.add(ErrorCode.F3016, at(tokens.getFirst()), "unroll or pipeline before a loop", "both",
                    "Nothing is left to pipeline when all iterations are written out. Leave one pragma out, or unroll factor=N.");
        }
        return result;
    }

    private Ast.Directives directive(Token token, Pragma pragma, Ast.Directives now, boolean vector, boolean reduces) {
        Matcher interval = INTERVAL.matcher(pragma.rest());
        Matcher factor = FACTOR.matcher(pragma.rest());
        if (pragma.name().equals("pipeline") && pragma.rest().equals("off") && (vector || reduces)) {
            findings.add(ErrorCode.F3016, at(token), "pipeline off before a scalar loop without reduce",
                    vector ? "a vector loop" : "a loop with reduce", "Their iterations always overlap. Leave the pragma out; to run "
                            + "iterations one after another, write " + (reduces ? "for without vector and carry the partial result"
                            + " in a variable." : "for without vector."));
            return now;
        }
        if (pragma.name().equals("pipeline") && pragma.rest().equals("off")) {
            return new Ast.Directives(Pipelining.OFF, now.unroll(), now.factor());
        }
        if (pragma.name().equals("pipeline") && interval.matches()) {
            BigInteger cycles = new BigInteger(interval.group(1));
            if (cycles.signum() > 0 && cycles.compareTo(BigInteger.valueOf(Pipelining.MAX_INTERVAL)) <= 0) {
                return new Ast.Directives(Pipelining.every(cycles.intValue()), now.unroll(), now.factor());
            }
            findings.add(ErrorCode.F3015, at(token), "an interval of 1 to " + Pipelining.MAX_INTERVAL + " cycles",
                    "" + cycles, KNOWN);
            return now;
        }
        if (pragma.name().equals("unroll") && vector) {
            findings.add(ErrorCode.F3016, at(token), "unroll before a scalar loop", "a vector loop",
                    "The number of lanes says how many iterations of a vector loop run at once.");
            return now;
        }
        if (pragma.name().equals("unroll") && pragma.rest().isEmpty()) {
            return new Ast.Directives(now.pipelining(), Ast.Unroll.FULL, BigInteger.ONE);
        }
        if (pragma.name().equals("unroll") && factor.matches()) {
            BigInteger times = new BigInteger(factor.group(1));
            if (times.signum() > 0) {
                return new Ast.Directives(now.pipelining(), Ast.Unroll.FACTOR, times);
            }
            findings.add(ErrorCode.F3015, at(token), "a factor of at least 1", "" + times, KNOWN);
            return now;
        }
        if (pragma.name().equals("partition") || pragma.name().equals("storage")) {
            stray(token, "a loop");
        } else {
            unknown(token);
        }
        return now;
    }

    /** What the pragmas before a memory say. */
    Ast.Layout layout(List<Token> tokens) {
        Ast.Layout result = Ast.Layout.PLAIN;
        Set<String> seen = new HashSet<>();
        for (Token token : tokens) {
            Optional<Pragma> pragma = read(token);
            if (pragma.isEmpty() || !first(token, pragma.get(), seen)) {
                continue;
            }
            String rest = pragma.get().rest();
            Matcher factor = FACTOR.matcher(rest);
            Optional<Storage> storage = Arrays.stream(Storage.values())
                    .filter(v -> v != Storage.AUTO && v.name().toLowerCase(Locale.ROOT).equals(rest)).findFirst();
            switch (pragma.get().name()) {
                case "partition" -> {
                    if (factor.matches()) {
                        result = new Ast.Layout(new BigInteger(factor.group(1)), result.storage());
                    } else {
                        unknown(token);
                    }
                }
                case "storage" -> {
                    if (storage.isPresent()) {
                        result = new Ast.Layout(result.banks(), storage.get());
                    } else {
                        unknown(token);
                    }
                }
                default -> stray(token, "a memory");
            }
        }
        return result;
    }
}
