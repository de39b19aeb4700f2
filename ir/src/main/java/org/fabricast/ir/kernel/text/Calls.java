package org.fabricast.ir.kernel.text;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names that the statements of a function call. */
final class Calls {

    private Calls() {
    }

    static Set<String> of(List<Ast.Statement> body) {
        Set<String> names = new HashSet<>();
        for (Ast.Statement statement : body) {
            switch (statement) {
                case Ast.Declare s -> in(s.value(), names);
                case Ast.Assign s -> in(s.value(), names);
                case Ast.Return s -> in(s.value(), names);
                case Ast.Contribute s -> in(s.value(), names);
                case Ast.Write s -> in(s.value(), names);
                case Ast.Store s -> {
                    in(s.index(), names);
                    in(s.value(), names);
                }
                case Ast.Loop s -> {
                    in(s.bound(), names);
                    names.addAll(of(s.body()));
                }
                case Ast.If s -> {
                    in(s.condition(), names);
                    names.addAll(of(s.then()));
                    names.addAll(of(s.otherwise()));
                }
                case Ast.ComputedTable s -> { }
                case Ast.Constant s -> { }
                case Ast.Rewind s -> { }
                case Ast.Memory s -> { }
                case Ast.Table s -> { }
            }
        }
        return names;
    }

    private static void in(Ast.Expression expression, Set<String> names) {
        switch (expression) {
            case Ast.Call e -> {
                names.add(e.name());
                e.operands().forEach(o -> in(o, names));
            }
            case Ast.Unary e -> in(e.value(), names);
            case Ast.Convert e -> in(e.value(), names);
            case Ast.Index e -> in(e.index(), names);
            case Ast.Binary e -> {
                in(e.left(), names);
                in(e.right(), names);
            }
            case Ast.Conditional e -> {
                in(e.condition(), names);
                in(e.then(), names);
                in(e.otherwise(), names);
            }
            case Ast.IntegerLiteral e -> { }
            case Ast.FloatLiteral e -> { }
            case Ast.BooleanLiteral e -> { }
            case Ast.Name e -> { }
            case Ast.Read e -> { }
        }
    }
}
