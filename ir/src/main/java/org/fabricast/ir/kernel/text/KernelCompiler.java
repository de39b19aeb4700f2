package org.fabricast.ir.kernel.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.KernelVerifier;

/**
 * Compiles kernel source to SSA: parse, check, inline and lower, verify. The functions of the standard library
 * {@code std.fk} are available to every file.
 *
 * <p>Errors: all syntax errors of a file at once, else all other findings at once (F3001 to F3025), each with line,
 * column and the source line with a caret.
 */
public final class KernelCompiler {

    private static final String STANDARD_LIBRARY = "/org/fabricast/ir/kernel/library/std.fk";

    private KernelCompiler() {
    }

    /**
     * The kernels of a source text, in source order.
     *
     * @param source   content of the file
     * @param fileName name for messages
     */
    public static List<Kernel> compile(String source, String fileName) {
        return compile(source, fileName, true);
    }

    /**
     * The kernels of a source text exactly as written: functions inlined and marked loops unrolled, but no constant folded,
     * no operators merged and nothing dropped. It computes the same as {@link #compile}, which differential tests rely on.
     *
     * @param source   content of the file
     * @param fileName name for messages
     */
    public static List<Kernel> compileUnoptimised(String source, String fileName) {
        return compile(source, fileName, false);
    }

    /** The syntax tree of the standard library, read once. */
    private static final class Standard {
        private static final Ast.Unit UNIT = AstBuilder.parse(new SourceFile("std.fk", standardLibrary()), new Findings());
    }

    private static List<Kernel> compile(String source, String fileName, boolean optimise) {
        try {
            Findings findings = new Findings();
            Ast.Unit standard = Standard.UNIT;
            Ast.Unit unit = AstBuilder.parse(new SourceFile(fileName, source), findings);
            Map<String, Ast.Function> functions = functions(standard, unit, findings);
            Facts facts = check(standard, unit, functions, findings);
            findings.throwIfAny();
            return unit.kernels().stream().map(k -> verified(Lowering.lower(k, functions, facts, optimise))).toList();
        } catch (StackOverflowError e) {
            // The depth at which the stack ends is the machine's; that a text can be too deep is the language's.
            Findings findings = new Findings();
            Nesting deepest = Nesting.deepest(new SourceFile(fileName, source));
            findings.add(ErrorCode.F3019, deepest.at(), "expressions, blocks and calls nested a few hundred deep",
                    "a depth of " + deepest.depth() + " here, the deepest place", "Give parts of the expression names of their own.");
            findings.throwIfAny();
            throw e;
        }
    }

    private static Facts check(Ast.Unit standard, Ast.Unit unit, Map<String, Ast.Function> functions, Findings findings) {
        refuseRecursion(functions, findings);
        Facts facts = new Facts();
        Map<String, Ast.Function> standardFunctions = standard.functions().stream()
                .collect(Collectors.toMap(Ast.Function::name, Function.identity()));
        TypeChecker.Environment own = new TypeChecker.Environment(standardFunctions, Map.of(), facts, findings);
        standard.functions().forEach(f -> TypeChecker.check(f, own));
        Map<String, Symbol.Constant> constants = constants(unit, functions, facts, findings);
        TypeChecker.Environment all = new TypeChecker.Environment(functions, constants, facts, findings);
        unit.functions().forEach(f -> TypeChecker.check(f, all));
        Set<String> names = new HashSet<>(constants.keySet());
        for (Ast.KernelDefinition kernel : unit.kernels()) {
            if (!names.add(kernel.name()) || functions.containsKey(kernel.name())) {
                findings.add(ErrorCode.F3003, kernel.at(), "a new name", kernel.name(),
                        "Kernels, functions and constants of a file have names of their own.");
            }
            if (!kernel.name().matches("[a-z][a-z0-9_]*")) {
                findings.add(ErrorCode.F3001, kernel.at(), "a kernel name of lower-case letters, digits and _",
                        kernel.name(), "It becomes the name of a Verilog module.");
            }
            TypeChecker.check(kernel, all);
        }
        return facts;
    }

    /** Constants of the file by name; each sees those before it. */
    private static Map<String, Symbol.Constant> constants(Ast.Unit unit, Map<String, Ast.Function> functions, Facts facts,
                                                          Findings findings) {
        Scope scope = new Scope(findings, functions.keySet(), Map.of(), false);
        DeclarationChecker declarations = new DeclarationChecker(findings, facts, scope, functions.keySet());
        Map<String, Symbol.Constant> constants = new LinkedHashMap<>();
        for (Ast.Constant constant : unit.constants()) {
            declarations.constant(constant);
            scope.find(constant.name()).map(Symbol.Constant.class::cast).ifPresent(c -> constants.put(constant.name(), c));
        }
        return constants;
    }

    private static Kernel verified(Kernel kernel) {
        List<Diagnostic> findings = KernelVerifier.verify(kernel);
        if (!findings.isEmpty()) {
            throw new AssertionError("lowering of " + kernel.name() + " is ill-formed: "
                    + findings.stream().map(Diagnostic::text).collect(Collectors.joining("\n")));
        }
        return kernel;
    }

    private static Map<String, Ast.Function> functions(Ast.Unit standard, Ast.Unit unit, Findings findings) {
        Map<String, Ast.Function> functions = new LinkedHashMap<>();
        for (Ast.Unit part : List.of(standard, unit)) {
            for (Ast.Function function : part.functions()) {
                if (functions.putIfAbsent(function.name(), function) != null || Builtin.of(function.name()).isPresent()) {
                    findings.add(ErrorCode.F3003, function.at(), "a new name", function.name(),
                            "A function of this name exists, perhaps in the standard library.");
                }
            }
        }
        return functions;
    }

    private static void refuseRecursion(Map<String, Ast.Function> functions, Findings findings) {
        Map<String, Set<String>> calls = new LinkedHashMap<>();
        functions.forEach((name, function) -> calls.put(name, Calls.of(function.body())));
        for (Ast.Function function : functions.values()) {
            Set<String> reached = new HashSet<>();
            List<String> work = new ArrayList<>(calls.get(function.name()));
            while (!work.isEmpty()) {
                String callee = work.removeLast();
                if (reached.add(callee)) {
                    work.addAll(calls.getOrDefault(callee, Set.of()));
                }
            }
            if (reached.contains(function.name())) {
                findings.add(ErrorCode.F3008, function.at(), "a function that does not reach itself", function.name(),
                        "Functions are inlined; write a loop in the kernel.");
            }
        }
    }

    private static String standardLibrary() {
        try (InputStream in = KernelCompiler.class.getResourceAsStream(STANDARD_LIBRARY)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
