package dynamo.node;

/** Which of the ways by which replicas become equal are open; tests close some to see that another one suffices. */
public record RepairPaths(boolean readRepair, boolean hints, boolean antiEntropy) {
    public static final RepairPaths ALL = new RepairPaths(true, true, true);
}
