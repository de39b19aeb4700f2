package org.fabricast.rtl;

import java.io.StringReader;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.velocity.Template;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.context.InternalContextAdapterImpl;
import org.apache.velocity.exception.TemplateInitException;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.parser.ParseException;
import org.apache.velocity.runtime.parser.Token;
import org.apache.velocity.runtime.parser.node.ASTBlock;
import org.apache.velocity.runtime.parser.node.ASTComment;
import org.apache.velocity.runtime.parser.node.ASTDirective;
import org.apache.velocity.runtime.parser.node.ASTElseStatement;
import org.apache.velocity.runtime.parser.node.ASTExpression;
import org.apache.velocity.runtime.parser.node.ASTIdentifier;
import org.apache.velocity.runtime.parser.node.ASTIfStatement;
import org.apache.velocity.runtime.parser.node.ASTReference;
import org.apache.velocity.runtime.parser.node.ASTText;
import org.apache.velocity.runtime.parser.node.ASTTextblock;
import org.apache.velocity.runtime.parser.node.ASTprocess;
import org.apache.velocity.runtime.parser.node.Node;

/**
 * Holds a template to the subset we allow, by Velocity's own parser: <code>${m.a.b}</code> of what the record has,
 * {@code #foreach} over a list, {@code #if} (with {@code #else}) on a boolean, comments from column 0. Everything else is a
 * finding, and so is a component of the record that the template never uses.
 */
public final class TemplateChecker {

    private static final int MAX_LINES = 150;
    private static final int MAX_IFS = 3;

    private final List<String> findings = new ArrayList<>();
    private final Map<Class<?>, Set<String>> used = new LinkedHashMap<>();
    private final Map<Node, Place> places = new IdentityHashMap<>();
    private int ifs;

    private record Place(int line, int column, String firstToken, String text) { }

    private TemplateChecker() {
    }

    /**
     * All findings about a template, in the order of the text; empty when it is as it must be.
     *
     * @param text  the template
     * @param model the record it prints
     */
    public static List<String> findings(String text, Class<? extends Record> model) {
        TemplateChecker checker = new TemplateChecker();
        long lines = text.lines().count();
        if (lines > MAX_LINES) {
            checker.findings.add(lines + " lines; at most " + MAX_LINES + " are allowed");
        }
        RuntimeInstance velocity = new RuntimeInstance();
        velocity.init(TemplateRenderer.settings());
        Template template = new Template();
        template.setName(model.getSimpleName());
        try {
            Node root = velocity.parse(new StringReader(text), template);
            // Names are known to the nodes only after this; their places and texts only before.
            checker.keepPlaces(root);
            root.init(new InternalContextAdapterImpl(new VelocityContext()), velocity);
            Map<String, Type> scope = new HashMap<>(Map.of(TemplateRenderer.KEY, model));
            checker.used.put(model, new LinkedHashSet<>());
            checker.visitChildren(root, 0, scope);
        } catch (ParseException | TemplateInitException e) {
            checker.findings.add("cannot be parsed: " + e.getMessage());
            return List.copyOf(checker.findings);
        }
        if (checker.ifs > MAX_IFS) {
            checker.findings.add(checker.ifs + " #if; at most " + MAX_IFS + " are allowed");
        }
        checker.findUnused(model);
        return List.copyOf(checker.findings);
    }

    private void keepPlaces(Node node) {
        places.put(node, new Place(node.getFirstToken().beginLine, node.getFirstToken().beginColumn,
                node.getFirstToken().image, tokens(node)));
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            keepPlaces(node.jjtGetChild(i));
        }
    }

    private static String tokens(Node node) {
        StringBuilder text = new StringBuilder();
        Token token = node.getFirstToken();
        while (token != null && token != node.getLastToken()) {
            text.append(token.image);
            token = token.next;
        }
        return text.append(node.getLastToken().image).toString().strip();
    }

    private String textOf(Node node) {
        return places.get(node).text();
    }

    private void find(Node node, String what) {
        findings.add("line " + places.get(node).line() + ": " + what);
    }

    private void visitChildren(Node node, int from, Map<String, Type> scope) {
        for (int i = from; i < node.jjtGetNumChildren(); i++) {
            visit(node.jjtGetChild(i), scope);
        }
    }

    private void visit(Node node, Map<String, Type> scope) {
        switch (node) {
            case ASTText text -> { }
            case ASTTextblock block -> { }
            case ASTComment comment -> visitComment(comment);
            case ASTReference reference -> visitReference(reference, scope);
            case ASTDirective directive -> visitDirective(directive, scope);
            case ASTIfStatement statement -> visitIf(statement, scope);
            case ASTElseStatement statement -> visitChildren(statement, 0, scope);
            case ASTBlock block -> visitChildren(block, 0, scope);
            case ASTprocess process -> visitChildren(process, 0, scope);
            default -> find(node, "not allowed: " + node.getClass().getSimpleName().substring(3) + " " + textOf(node));
        }
    }

    private void visitComment(ASTComment comment) {
        if (places.get(comment).column() != 1) {
            find(comment, "a comment may begin in column 0 only; ## elsewhere deletes the rest of the line");
        }
    }

    private Optional<Type> visitReference(ASTReference reference, Map<String, Type> scope) {
        if (!places.get(reference).firstToken().contains("${")) {
            find(reference, "write ${…}: " + textOf(reference));
        }
        Type type = scope.get(reference.getRootString());
        if (type == null) {
            find(reference, "unknown name " + reference.getRootString());
            return Optional.empty();
        }
        for (int i = 0; i < reference.jjtGetNumChildren(); i++) {
            if (!(reference.jjtGetChild(i) instanceof ASTIdentifier identifier)) {
                find(reference, "only names may follow a dot: " + textOf(reference));
                return Optional.empty();
            }
            String name = identifier.getIdentifier();
            Optional<Type> next = property(type, name);
            if (next.isEmpty()) {
                find(reference, type.getTypeName() + " has no " + name);
                return Optional.empty();
            }
            used.computeIfAbsent((Class<?>) type, ignored -> new LinkedHashSet<>()).add(name);
            type = next.get();
        }
        return Optional.of(type);
    }

    /** Type of a record's component, or of another public method without arguments. */
    private static Optional<Type> property(Type type, String name) {
        if (!(type instanceof Class<?> owner) || !owner.isRecord()) {
            return Optional.empty();
        }
        for (Method method : owner.getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == 0
                    && !Modifier.isStatic(method.getModifiers())) {
                return Optional.of(method.getGenericReturnType());
            }
        }
        return Optional.empty();
    }

    private void visitDirective(ASTDirective directive, Map<String, Type> scope) {
        boolean foreach = directive.getDirectiveName().equals("foreach") && directive.jjtGetNumChildren() == 4
                && directive.jjtGetChild(0) instanceof ASTReference && directive.jjtGetChild(2) instanceof ASTReference;
        if (!foreach) {
            find(directive, "not allowed: #" + directive.getDirectiveName());
            return;
        }
        String variable = ((ASTReference) directive.jjtGetChild(0)).getRootString();
        ASTReference list = (ASTReference) directive.jjtGetChild(2);
        Optional<Type> type = visitReference(list, scope);
        if (type.isEmpty()) {
            return;
        }
        Optional<Type> element = elementType(type.get());
        if (element.isEmpty()) {
            find(list, "#foreach needs a list: " + textOf(list));
            return;
        }
        if (scope.containsKey(variable)) {
            find(directive, "#foreach hides " + variable);
        }
        Map<String, Type> inner = new HashMap<>(scope);
        inner.put(variable, element.get());
        if (element.get() instanceof Class<?> owner && owner.isRecord()) {
            used.computeIfAbsent(owner, ignored -> new LinkedHashSet<>());
        }
        visit(directive.jjtGetChild(3), inner);
    }

    private static Optional<Type> elementType(Type type) {
        boolean list = type instanceof ParameterizedType generic && generic.getRawType() == List.class;
        return list ? Optional.of(((ParameterizedType) type).getActualTypeArguments()[0]) : Optional.empty();
    }

    private void visitIf(ASTIfStatement statement, Map<String, Type> scope) {
        ifs++;
        Node condition = statement.jjtGetChild(0);
        boolean plain = condition instanceof ASTExpression && condition.jjtGetNumChildren() == 1
                && condition.jjtGetChild(0) instanceof ASTReference;
        if (!plain) {
            find(statement, "#if needs a boolean component: " + textOf(condition));
        } else {
            Optional<Type> type = visitReference((ASTReference) condition.jjtGetChild(0), scope);
            if (type.isPresent() && type.get() != boolean.class) {
                find(statement, "#if needs a boolean component: " + textOf(condition));
            }
        }
        visitChildren(statement, 1, scope);
    }

    /**
     * Each component of the model and of the records declared inside it must appear. Excused: a record that is read through
     * a method of its own (it may use its components there), and a record that several templates share.
     */
    private void findUnused(Class<?> model) {
        used.forEach((owner, names) -> {
            if (owner != model && owner.getEnclosingClass() != model) {
                return;
            }
            List<String> components = Arrays.stream(owner.getRecordComponents()).map(RecordComponent::getName).toList();
            if (components.containsAll(names)) {
                components.stream().filter(name -> !names.contains(name))
                        .forEach(name -> findings.add("never used: " + owner.getSimpleName() + "." + name));
            }
        });
    }
}
