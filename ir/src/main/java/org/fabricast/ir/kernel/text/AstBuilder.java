package org.fabricast.ir.kernel.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.kernel.Node;

/** Parses a file and builds its syntax tree. */
final class AstBuilder {

    private static final int LONGEST_NAME = 64;

    private final SourceFile file;
    private final Findings findings;
    private final ExpressionBuilder expressions;
    private final Pragmas pragmas;

    private AstBuilder(SourceFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
        this.expressions = new ExpressionBuilder(file, findings);
        this.pragmas = new Pragmas(file, findings);
    }

    /**
     * The syntax tree of a file. Syntax errors end the compilation here, all of them at once; what is wrong with a pragma,
     * type or literal is reported with the findings of the checker.
     */
    static Ast.Unit parse(SourceFile file, Findings findings) {
        AstBuilder builder = new AstBuilder(file, findings);
        KernelLanguageLexer lexer = new KernelLanguageLexer(CharStreams.fromString(withoutByteOrderMark(file.text()), file.name()));
        lexer.removeErrorListeners();
        lexer.addErrorListener(builder.new Listener());
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        KernelLanguageParser parser = new KernelLanguageParser(tokens);
        parser.removeErrorListeners();
        parser.addErrorListener(builder.new Listener());
        KernelLanguageParser.FileContext tree = parser.file();
        builder.refuseLongNames(tokens.getTokens());
        findings.throwIfAny();
        return builder.unit(tree);
    }

    /** Some editors begin a file with the mark; a blank in its place keeps the columns. */
    static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? " " + text.substring(1) : text;
    }

    /** Names of kernels and streams become names of files, which have a limit. */
    private void refuseLongNames(List<Token> tokens) {
        for (Token token : tokens) {
            int length = token.getStopIndex() - token.getStartIndex() + 1;
            if (token.getType() == KernelLanguageLexer.NAME && length > LONGEST_NAME) {
                findings.add(ErrorCode.F3001, at(token), "a name of at most " + LONGEST_NAME + " characters",
                        "one of " + length, "Names become names of modules, ports and files.");
            }
        }
    }

    private final class Listener extends BaseErrorListener {
        @Override
        public void syntaxError(Recognizer<?, ?> recognizer, Object offending, int line, int column, String message,
                                RecognitionException cause) {
            String found = offending instanceof Token token
                    ? token.getType() == Token.EOF ? "the end of the file" : "\"" + token.getText() + "\""
                    : "a character that begins no token";
            findings.add(ErrorCode.F3001, new SourceFile.Position(file, line, column + 1),
                    "a sentence of the kernel language", found, "The parser says: " + message + ".");
        }
    }

    private SourceFile.Position at(Token token) {
        return expressions.at(token);
    }

    private SourceFile.Position at(ParserRuleContext context) {
        return expressions.at(context);
    }

    private Type type(Token token) {
        return expressions.type(token);
    }

    private Ast.Expression expression(KernelLanguageParser.ExpressionContext context) {
        return expressions.expression(context);
    }

    private Ast.Unit unit(KernelLanguageParser.FileContext context) {
        List<Ast.Constant> constants = new ArrayList<>();
        List<Ast.Function> functions = new ArrayList<>();
        List<Ast.KernelDefinition> kernels = new ArrayList<>();
        for (KernelLanguageParser.ItemContext item : context.item()) {
            if (item instanceof KernelLanguageParser.FunctionContext f) {
                List<Ast.Port> parameters = f.parameter().stream().map(p -> new Ast.Port(at(p.NAME().getSymbol()),
                        Ast.PortKind.ARGUMENT, type(p.TYPE().getSymbol()), p.NAME().getText())).toList();
                functions.add(new Ast.Function(at(f.NAME().getSymbol()), type(f.TYPE().getSymbol()), f.NAME().getText(),
                        parameters, block(f.block())));
            } else if (item instanceof KernelLanguageParser.KernelContext k) {
                kernels.add(new Ast.KernelDefinition(at(k.NAME().getSymbol()), k.NAME().getText(),
                        k.port().stream().map(this::port).toList(), block(k.block())));
            } else if (item instanceof KernelLanguageParser.FileConstantContext c) {
                constants.add(new Ast.Constant(at(c.NAME().getSymbol()), type(c.TYPE().getSymbol()), c.NAME().getText(),
                        expression(c.expression())));
            } else if (item instanceof KernelLanguageParser.FilePragmaContext p) {
                pragmas.stray(p.PRAGMA().getSymbol(), "a kernel or function");
            }
        }
        return new Ast.Unit(constants, functions, kernels);
    }

    private Ast.Port port(KernelLanguageParser.PortContext context) {
        return switch (context) {
            case KernelLanguageParser.InputContext p -> port(Ast.PortKind.INPUT, p.TYPE().getSymbol(), p.NAME().getSymbol());
            case KernelLanguageParser.OutputContext p ->
                    port(Ast.PortKind.OUTPUT, p.TYPE().getSymbol(), p.NAME().getSymbol());
            case KernelLanguageParser.ResultContext p ->
                    port(Ast.PortKind.RESULT, p.TYPE().getSymbol(), p.NAME().getSymbol());
            case KernelLanguageParser.ArgumentContext p ->
                    port(Ast.PortKind.ARGUMENT, p.TYPE().getSymbol(), p.NAME().getSymbol());
            default -> throw new AssertionError("alternative of port without a case");
        };
    }

    private Ast.Port port(Ast.PortKind kind, Token type, Token name) {
        return new Ast.Port(at(name), kind, type(type), name.getText());
    }

    private List<Ast.Statement> block(KernelLanguageParser.BlockContext context) {
        List<Ast.Statement> statements = new ArrayList<>();
        List<Token> waiting = new ArrayList<>();
        for (KernelLanguageParser.StatementContext s : context.statement()) {
            if (s instanceof KernelLanguageParser.PragmaContext p) {
                waiting.add(p.PRAGMA().getSymbol());
            } else {
                statements.add(statement(s, waiting));
                waiting.clear();
            }
        }
        waiting.forEach(p -> pragmas.stray(p, "the end of a block"));
        return statements;
    }

    private Ast.Statement branch(KernelLanguageParser.BranchContext s) {
        List<Ast.Statement> otherwise = s.branch() != null ? List.of(branch(s.branch()))
                : s.block().size() > 1 ? block(s.block(1)) : List.of();
        return new Ast.If(at(s), expression(s.expression()), block(s.block(0)), otherwise);
    }

    /** A statement with the pragmas before it. */
    private Ast.Statement statement(KernelLanguageParser.StatementContext context, List<Token> before) {
        if (context instanceof KernelLanguageParser.LoopContext s) {
            boolean vector = s.getStart().getText().equals("vector");
            return new Ast.Loop(at(s), vector, s.NAME().getText(), expression(s.expression()),
                    s.reduce().stream().map(this::reduce).toList(), pragmas.directives(before, vector, !s.reduce().isEmpty()), block(s.block()));
        }
        if (context instanceof KernelLanguageParser.MemoryContext s) {
            return new Ast.Memory(at(s.NAME().getSymbol()), type(s.TYPE().getSymbol()), s.NAME().getText(),
                    expression(s.expression()), pragmas.layout(before));
        }
        before.forEach(p -> pragmas.stray(p, "another statement"));
        return statement(context);
    }

    private Ast.Statement statement(KernelLanguageParser.StatementContext context) {
        return switch (context) {
            case KernelLanguageParser.DeclareContext s -> new Ast.Declare(at(s.NAME().getSymbol()),
                    type(s.TYPE().getSymbol()), s.NAME().getText(), expression(s.expression()));
            case KernelLanguageParser.AssignContext s ->
                    new Ast.Assign(at(s), s.NAME().getText(), expression(s.expression()));
            case KernelLanguageParser.StoreContext s -> new Ast.Store(at(s), s.NAME().getText(),
                    expression(s.expression(0)), expression(s.expression(1)));
            case KernelLanguageParser.ContributeContext s ->
                    new Ast.Contribute(at(s), s.NAME().getText(), expression(s.expression()));
            case KernelLanguageParser.WriteContext s ->
                    new Ast.Write(at(s.NAME().getSymbol()), s.NAME().getText(), expression(s.expression()));
            case KernelLanguageParser.RewindContext s -> new Ast.Rewind(at(s.NAME().getSymbol()), s.NAME().getText());
            case KernelLanguageParser.ReturnContext s -> new Ast.Return(at(s), expression(s.expression()));
            case KernelLanguageParser.TableContext s -> new Ast.Table(at(s.NAME().getSymbol()),
                    type(s.TYPE().getSymbol()), s.NAME().getText(), expression(s.expression(0)),
                    s.expression().stream().skip(1).map(this::expression).toList());
            case KernelLanguageParser.ComputedTableContext s -> new Ast.ComputedTable(at(s.NAME(0).getSymbol()),
                    type(s.TYPE().getSymbol()), s.NAME(0).getText(), expression(s.expression(0)), s.NAME(1).getText(),
                    expression(s.expression(1)));
            case KernelLanguageParser.ConstantContext s -> new Ast.Constant(at(s.NAME().getSymbol()),
                    type(s.TYPE().getSymbol()), s.NAME().getText(), expression(s.expression()));
            case KernelLanguageParser.SelectionContext s -> branch(s.branch());
            case KernelLanguageParser.UnboundedContext s -> {
                findings.add(ErrorCode.F3025, at(s), "a counted loop", "while",
                        "Write for (i : n) with the greatest trip count and select inside with if.");
                yield new Ast.If(at(s), expression(s.expression()), block(s.block()), List.of());
            }
            default -> throw new AssertionError("alternative of statement without a case");
        };
    }

    private Ast.Reduce reduce(KernelLanguageParser.ReduceContext context) {
        String kindName = context.NAME(0).getText();
        Optional<Node.Reduction.Kind> kind = Arrays.stream(Node.Reduction.Kind.values())
                .filter(k -> k.name().toLowerCase(Locale.ROOT).equals(kindName)).findFirst();
        return new Ast.Reduce(at(context), kind, kindName, expressions.integer(context.INTEGER().getSymbol()),
                type(context.TYPE().getSymbol()), context.NAME(1).getText());
    }

}
