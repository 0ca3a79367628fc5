package dev.onstage.endtoend;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Tells those who wait for the scenarios that one class of them is over. JUnit calls no extension of a class that it skips, but it
 * does call this.
 */
public final class ScenariosEnd implements TestExecutionListener {

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        tellWhenScenarios(test);
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        tellWhenScenarios(test);
    }

    private static void tellWhenScenarios(TestIdentifier test) {
        test.getSource()
                .filter(ClassSource.class::isInstance)
                .map(ClassSource.class::cast)
                .map(ClassSource::getJavaClass)
                .filter(ScenariosFirst::isScenario)
                .ifPresent(ended -> ScenariosFirst.scenariosEnded());
    }
}
