package org.fabricast.ir.kernel.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
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
import org.fabricast.ir.kernel.ScalarType;

/**
 * Compiles kernel source to SSA: parse, check, inline and lower, verify. The functions of the standard library
 * {@code std.fk} are available to every file.
 *
 * <p>Errors: all syntax errors of a file at once, else all other findings at once (F3001 to F3014), each with line,
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
        Findings findings = new Findings();
        Ast.Unit standard = AstBuilder.parse(new SourceFile("std.fk", standardLibrary()), findings);
        Ast.Unit unit = AstBuilder.parse(new SourceFile(fileName, source), findings);
        Map<String, Ast.Function> functions = functions(standard, unit, findings);
        refuseRecursion(functions, findings);
        Map<Ast.Expression, ScalarType> types = new IdentityHashMap<>();
        Map<String, Ast.Function> standardFunctions = standard.functions().stream()
                .collect(Collectors.toMap(Ast.Function::name, Function.identity()));
        for (Ast.Function function : standard.functions()) {
            types.putAll(TypeChecker.check(function, standardFunctions, findings));
        }
        for (Ast.Function function : unit.functions()) {
            types.putAll(TypeChecker.check(function, functions, findings));
        }
        Set<String> names = new HashSet<>();
        for (Ast.KernelDefinition kernel : unit.kernels()) {
            if (!names.add(kernel.name()) || functions.containsKey(kernel.name())) {
                findings.add(ErrorCode.F3003, kernel.at(), "a new name", kernel.name(),
                        "Kernels and functions of a file have names of their own.");
            }
            if (!kernel.name().matches("[a-z][a-z0-9_]*")) {
                findings.add(ErrorCode.F3001, kernel.at(), "a kernel name of lower-case letters, digits and _",
                        kernel.name(), "It becomes the name of a Verilog module.");
            }
            types.putAll(TypeChecker.check(kernel, functions, findings));
        }
        findings.throwIfAny();
        return unit.kernels().stream().map(k -> verified(Lowering.lower(k, functions, types))).toList();
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
