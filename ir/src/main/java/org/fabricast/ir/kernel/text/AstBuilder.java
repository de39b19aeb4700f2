package org.fabricast.ir.kernel.text;

import java.math.BigInteger;
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
import org.fabricast.ir.kernel.ScalarType;

/** Parses a file and builds its syntax tree. */
final class AstBuilder {

    private final SourceFile file;
    private final Findings findings;

    private AstBuilder(SourceFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** The syntax tree of a file; syntax errors end the compilation here, all of them at once. */
    static Ast.Unit parse(SourceFile file, Findings findings) {
        AstBuilder builder = new AstBuilder(file, findings);
        KernelLanguageLexer lexer = new KernelLanguageLexer(CharStreams.fromString(file.text(), file.name()));
        lexer.removeErrorListeners();
        lexer.addErrorListener(builder.new Listener());
        KernelLanguageParser parser = new KernelLanguageParser(new CommonTokenStream(lexer));
        parser.removeErrorListeners();
        parser.addErrorListener(builder.new Listener());
        KernelLanguageParser.FileContext tree = parser.file();
        findings.throwIfAny();
        Ast.Unit unit = builder.unit(tree);
        findings.throwIfAny();
        return unit;
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
        return new SourceFile.Position(file, token.getLine(), token.getCharPositionInLine() + 1);
    }

    private SourceFile.Position at(ParserRuleContext context) {
        return at(context.getStart());
    }

    private Ast.Unit unit(KernelLanguageParser.FileContext context) {
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
            }
        }
        return new Ast.Unit(functions, kernels);
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
        return context.statement().stream().map(this::statement).toList();
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
            case KernelLanguageParser.MemoryContext s -> new Ast.Memory(at(s.NAME().getSymbol()),
                    type(s.TYPE().getSymbol()), s.NAME().getText(), integer(s.INTEGER().getText()));
            case KernelLanguageParser.TableContext s -> new Ast.Table(at(s.NAME().getSymbol()),
                    type(s.TYPE().getSymbol()), s.NAME().getText(), integer(s.INTEGER().getText()),
                    s.entry().stream().map(this::entry).toList());
            case KernelLanguageParser.LoopContext s -> new Ast.Loop(at(s), s.getStart().getText().equals("vector"),
                    s.NAME().getText(), expression(s.expression()), s.reduce().stream().map(this::reduce).toList(),
                    block(s.block()));
            default -> throw new AssertionError("alternative of statement without a case");
        };
    }

    private Ast.Reduce reduce(KernelLanguageParser.ReduceContext context) {
        String kindName = context.NAME(0).getText();
        Optional<Node.Reduction.Kind> kind = Arrays.stream(Node.Reduction.Kind.values())
                .filter(k -> k.name().toLowerCase(Locale.ROOT).equals(kindName)).findFirst();
        return new Ast.Reduce(at(context), kind, kindName, integer(context.INTEGER().getText()),
                type(context.TYPE().getSymbol()), context.NAME(1).getText());
    }

    private Ast.Expression entry(KernelLanguageParser.EntryContext context) {
        boolean negative = context.getStart().getText().equals("-");
        if (context.FLOAT() != null) {
            float value = Float.parseFloat(context.FLOAT().getText());
            return new Ast.FloatLiteral(at(context), negative ? -value : value);
        }
        BigInteger value = integer(context.INTEGER().getText());
        return new Ast.IntegerLiteral(at(context), negative ? value.negate() : value);
    }

    private Ast.Expression expression(KernelLanguageParser.ExpressionContext context) {
        return switch (context) {
            case KernelLanguageParser.IntegerContext e -> new Ast.IntegerLiteral(at(e), integer(e.getText()));
            case KernelLanguageParser.FloatContext e -> floatLiteral(e);
            case KernelLanguageParser.BooleanContext e -> new Ast.BooleanLiteral(at(e), e.getText().equals("true"));
            case KernelLanguageParser.NameContext e -> new Ast.Name(at(e), e.getText());
            case KernelLanguageParser.ReadContext e -> new Ast.Read(at(e.NAME().getSymbol()), e.NAME().getText());
            case KernelLanguageParser.ConvertContext e ->
                    new Ast.Convert(at(e), type(e.TYPE().getSymbol()), expression(e.expression()));
            case KernelLanguageParser.CallContext e -> new Ast.Call(at(e), e.NAME().getText(),
                    e.expression().stream().map(this::expression).toList());
            case KernelLanguageParser.IndexContext e ->
                    new Ast.Index(at(e), e.NAME().getText(), expression(e.expression()));
            case KernelLanguageParser.GroupContext e -> expression(e.expression());
            case KernelLanguageParser.UnaryContext e -> new Ast.Unary(at(e),
                    Arrays.stream(Ast.UnaryOperator.values()).filter(o -> o.symbol().equals(e.operator.getText()))
                            .findFirst().orElseThrow(), expression(e.expression()));
            case KernelLanguageParser.BinaryContext e -> new Ast.Binary(at(e.operator),
                    Arrays.stream(Ast.BinaryOperator.values()).filter(o -> o.symbol().equals(e.operator.getText()))
                            .findFirst().orElseThrow(), expression(e.expression(0)), expression(e.expression(1)));
            case KernelLanguageParser.ConditionalContext e -> new Ast.Conditional(at(e), expression(e.expression(0)),
                    expression(e.expression(1)), expression(e.expression(2)));
            default -> throw new AssertionError("alternative of expression without a case");
        };
    }

    private Ast.Expression floatLiteral(KernelLanguageParser.FloatContext context) {
        float value = Float.parseFloat(context.getText());
        if (Float.isInfinite(value)) {
            findings.add(ErrorCode.F3006, at(context), "a number within binary32", context.getText(),
                    "Infinity is as_f32(0x7f800000).");
        }
        return new Ast.FloatLiteral(at(context), value);
    }

    private static BigInteger integer(String text) {
        if (text.startsWith("0x")) {
            return new BigInteger(text.substring(2), 16);
        }
        return text.startsWith("0b") ? new BigInteger(text.substring(2), 2) : new BigInteger(text);
    }

    private ScalarType type(Token token) {
        String text = token.getText();
        return switch (text) {
            case "f32" -> ScalarType.F32;
            case "f16" -> ScalarType.F16;
            case "bool" -> ScalarType.BOOL;
            default -> {
                String digits = text.substring(1);
                int bits = digits.length() > 2 ? Integer.MAX_VALUE : Integer.parseInt(digits);
                if (bits > Long.SIZE) {
                    findings.add(ErrorCode.F3005, at(token), "an integer type of 1 to 64 bits", text,
                            "The types are f32 f16 bool, u1 to u64 and i1 to i64.");
                    yield ScalarType.U32;
                }
                yield text.charAt(0) == 'u' ? ScalarType.unsigned(bits) : ScalarType.signed(bits);
            }
        };
    }
}
