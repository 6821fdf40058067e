package dev.persistence;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The rules that only source text can break, checked on the compiler's own syntax tree. */
final class SourceRules extends TreeScanner<@Nullable Void, @Nullable Void> {

  static final int LONGEST_FILE = 500;
  static final int LONGEST_METHOD = 70;
  static final int MOST_PARAMETERS = 4;

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, null);

  private static final Set<String> BROAD = Set.of("Exception", "Throwable", "RuntimeException");
  private static final Set<String> SKIPS = Set.of("Disabled", "Ignore", "RepeatedIfExceptions");

  private final List<String> findings = new ArrayList<>();
  private final List<String> lines;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;
  private boolean inRecord;

  private SourceRules(List<String> lines, CompilationUnitTree unit, SourcePositions positions) {
    this.lines = lines;
    this.unit = unit;
    this.positions = positions;
  }

  /** Returns "line: rule" for each rule that the source breaks. */
  static List<String> findings(String source) {
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    return inEach(List.of(file)).values().iterator().next();
  }

  /** Returns "line: rule" for each rule that each of the files breaks. */
  static Map<Path, List<String>> findings(List<Path> files) {
    Map<Path, List<String>> findings = new LinkedHashMap<>();
    inEach(FILES.getJavaFileObjectsFromPaths(files))
        .forEach((file, found) -> findings.put(Path.of(file), found));
    return findings;
  }

  /** By one call of the compiler, which takes longer to begin than to read a file. */
  private static Map<URI, List<String>> inEach(Iterable<? extends JavaFileObject> files) {
    Map<URI, List<String>> findings = new LinkedHashMap<>();
    JavacTask task =
        (JavacTask) COMPILER.getTask(null, FILES, null, List.of("-proc:none"), null, files);
    try {
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        JavaFileObject file = unit.getSourceFile();
        List<String> lines = file.getCharContent(true).toString().lines().toList();
        SourceRules rules = new SourceRules(lines, unit, positions);
        rules.checkLines();
        rules.scan(unit, null);
        findings.put(file.toUri(), rules.findings);
      }
      return findings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkLines() {
    if (lines.size() > LONGEST_FILE) {
      findings.add(lines.size() + " lines; a file has at most " + LONGEST_FILE);
    }
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches(".*\\b(TO" + "DO|FIX" + "ME)\\b.*")) {
        findings.add((i + 1) + ": left-over marker");
      }
    }
  }

  @Override
  public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
    boolean outer = inRecord;
    inRecord = type.getKind() == Tree.Kind.RECORD;
    super.visitClass(type, null);
    inRecord = outer;
    return null;
  }

  @Override
  public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
    long length = lastLine(method) - line(method) + 1;
    if (length > LONGEST_METHOD) {
      report(method, method.getName() + " has " + length + " lines; at most " + LONGEST_METHOD);
    }
    int parameters = method.getParameters().size();
    if (choosesParameters(method) && parameters > MOST_PARAMETERS) {
      report(method, method.getName() + " takes " + parameters + "; at most " + MOST_PARAMETERS);
    }
    return super.visitMethod(method, null);
  }

  /** A record's constructor takes its components, and an overriding method what it overrides. */
  private boolean choosesParameters(MethodTree method) {
    return !(inRecord && method.getName().contentEquals("<init>"))
        && method.getModifiers().getAnnotations().stream()
            .noneMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
    // Only of these the text is asked for: that of a chain of calls has all of it, lambdas as well.
    if (call.getMethodSelect() instanceof MemberSelectTree callee
        && callee.getIdentifier().contentEquals("sleep")
        && callee
            .getExpression()
            .toString()
            .matches("(java\\.lang\\.)?Thread|(.*\\.)?TimeUnit\\.[A-Z]+")) {
      report(call, callee + " guesses a time; await a condition or inject a TimeSource");
    }
    return super.visitMethodInvocation(call, null);
  }

  @Override
  public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable Void unused) {
    String name = annotation.getAnnotationType().toString();
    if (SKIPS.contains(name.substring(name.lastIndexOf('.') + 1))) {
      report(annotation, "@" + name + " hides a failing test");
    }
    return super.visitAnnotation(annotation, null);
  }

  @Override
  public @Nullable Void visitSynchronized(SynchronizedTree block, @Nullable Void unused) {
    report(block, "synchronized block pins virtual threads; use a ReentrantLock");
    return super.visitSynchronized(block, null);
  }

  @Override
  public @Nullable Void visitCatch(CatchTree clause, @Nullable Void unused) {
    boolean broad = BROAD.contains(clause.getParameter().getType().toString());
    if (broad && !rethrows(clause) && !hasReason(clause)) {
      report(clause, "broad catch without a comment that gives its reason");
    }
    return super.visitCatch(clause, null);
  }

  /** Cleaning up and throwing on the very same exception hides nothing. */
  private static boolean rethrows(CatchTree clause) {
    List<? extends StatementTree> body = clause.getBlock().getStatements();
    return !body.isEmpty()
        && body.get(body.size() - 1) instanceof ThrowTree last
        && last.getExpression().toString().equals(clause.getParameter().getName().toString());
  }

  /** A reason is a comment on the line of the catch, the one before it, or the one after it. */
  private boolean hasReason(CatchTree clause) {
    int line = (int) line(clause);
    return lines.subList(Math.max(0, line - 2), Math.min(lines.size(), line + 1)).stream()
        .anyMatch(text -> text.contains("//"));
  }

  private void report(Tree tree, String rule) {
    findings.add(line(tree) + ": " + rule);
  }

  private long line(Tree tree) {
    return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
  }

  private long lastLine(Tree tree) {
    return unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
  }
}
