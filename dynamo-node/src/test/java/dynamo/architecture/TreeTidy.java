package dynamo.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** The part of {@link Tidy} that needs the syntax tree: lengths of methods, and locks in pure packages. */
final class TreeTidy extends TreeScanner<@Nullable Void, @Nullable Void> {

    private final List<String> found = new ArrayList<>();
    private final String file;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final boolean isPure;

    private TreeTidy(String file, CompilationUnitTree unit, SourcePositions positions) {
        this.file = file;
        this.unit = unit;
        this.positions = positions;
        this.isPure = file.contains("src/main/java/")
                && unit.getPackageName() != null
                && HouseMap.isPure(unit.getPackageName().toString());
    }

    static List<String> complaints(String file, CompilationUnitTree unit, SourcePositions positions) {
        TreeTidy scanner = new TreeTidy(file, unit, positions);
        scanner.scan(unit, null);
        return scanner.found;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
        long lines = line(positions.getEndPosition(unit, method)) - line(positions.getStartPosition(unit, method)) + 1;
        if (lines > Tidy.METHOD_LINES_MAX) {
            complain(method, "method " + method.getName() + " has " + lines + " lines");
        }
        if (isPure && method.getModifiers().getFlags().contains(Modifier.SYNCHRONIZED)) {
            complain(method, "a lock in a pure package");
        }
        return super.visitMethod(method, null);
    }

    @Override
    public @Nullable Void visitSynchronized(SynchronizedTree lock, @Nullable Void none) {
        if (isPure) {
            complain(lock, "a lock in a pure package");
        }
        return super.visitSynchronized(lock, null);
    }

    private void complain(Tree tree, String what) {
        found.add(file + ":" + line(positions.getStartPosition(unit, tree)) + ": " + what);
    }

    private long line(long position) {
        return unit.getLineMap().getLineNumber(position);
    }
}
