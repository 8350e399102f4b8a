package dynamo.tools.bench;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU time, memory and disk writes of the server's processes and of the whole machine, from Linux' /proc. Elsewhere all
 * figures are 0.
 */
final class Processes {

    /** USER_HZ, which Linux fixes at 100 for what it shows. */
    private static final double TICKS_PER_SECOND = 100;

    private static final Splitter WORDS = Splitter.on(' ').omitEmptyStrings();

    private final ImmutableList<Long> pids;
    /** Of each process, at its last sign of life: what it used does not vanish with it. */
    private final Map<Long, Used> used = new TreeMap<>();

    private record Used(double cpuSeconds, long writtenBytes) {}

    /** What was used until a moment. */
    record Sample(
            double cpuSeconds,
            double ownCpuSeconds,
            double machineCpuSeconds,
            double stolenSeconds,
            long residentBytes,
            long writtenBytes) {

        Sample minus(Sample earlier) {
            return new Sample(
                    cpuSeconds - earlier.cpuSeconds,
                    ownCpuSeconds - earlier.ownCpuSeconds,
                    machineCpuSeconds - earlier.machineCpuSeconds,
                    stolenSeconds - earlier.stolenSeconds,
                    residentBytes,
                    writtenBytes - earlier.writtenBytes);
        }
    }

    Processes(ImmutableList<Long> pids) {
        this.pids = pids;
    }

    Sample sample() {
        double cpu = 0;
        long resident = 0;
        long written = 0;
        for (long pid : pids) {
            List<String> stat = stat(pid);
            if (stat.size() > 21) { // counted from the field after the name
                double ticks = Long.parseLong(stat.get(11)) + Long.parseLong(stat.get(12));
                used.put(pid, new Used(ticks / TICKS_PER_SECOND, written(pid)));
                resident += Long.parseLong(stat.get(21)) * 4096;
            }
            Used last = used.getOrDefault(pid, new Used(0, 0));
            cpu += last.cpuSeconds;
            written += last.writtenBytes;
        }
        List<String> machine = WORDS.splitToList(firstLine(Path.of("/proc/stat")));
        double busy = 0;
        double stolen = 0;
        if (machine.size() > 8) { // user, nice, system, then idle and iowait, irq, softirq, steal
            for (int field : new int[] {1, 2, 3, 6, 7}) {
                busy += Long.parseLong(machine.get(field)) / TICKS_PER_SECOND;
            }
            stolen = Long.parseLong(machine.get(8)) / TICKS_PER_SECOND;
        }
        return new Sample(cpu, ownCpuSeconds(), busy, stolen, resident, written);
    }

    private static double ownCpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os
                ? os.getProcessCpuTime() / 1e9
                : 0;
    }

    private static List<String> stat(long pid) {
        String line = firstLine(Path.of("/proc/" + pid + "/stat"));
        return WORDS.splitToList(line.substring(line.lastIndexOf(')') + 1));
    }

    private static long written(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/io")).stream()
                    .filter(line -> line.startsWith("write_bytes:"))
                    .mapToLong(line -> Long.parseLong(line.substring(12).strip()))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static String firstLine(Path file) {
        try {
            return Files.readAllLines(file).stream().findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
