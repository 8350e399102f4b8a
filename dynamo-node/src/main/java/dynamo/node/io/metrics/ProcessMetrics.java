package dynamo.node.io.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** What the JVM and the machine tell about this process. Read when scraped; nothing runs in between. */
public final class ProcessMetrics {

    private static final Path STATM = Path.of("/proc/self/statm");
    private static final long PAGE_BYTES = 4096;

    private final NodeMetrics metrics;

    private ProcessMetrics(NodeMetrics metrics) {
        this.metrics = metrics;
    }

    public static void addTo(NodeMetrics metrics, String version) {
        ProcessMetrics process = new ProcessMetrics(metrics);
        process.memory();
        process.collectors();
        process.machine();
        metrics.gauge(MetricName.of("dynamo_build_info").with("version", version), () -> 1);
    }

    private void memory() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        area("heap", memory::getHeapMemoryUsage);
        area("nonheap", memory::getNonHeapMemoryUsage);
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            metrics.gauge(
                    MetricName.of("jvm_buffer_pool_used_bytes").with("pool", pool.getName()), pool::getMemoryUsed);
        }
    }

    private void area(String area, Supplier<MemoryUsage> usage) {
        metrics.gauge(
                MetricName.of("jvm_memory_used_bytes").with("area", area),
                () -> usage.get().getUsed());
        metrics.gauge(
                MetricName.of("jvm_memory_committed_bytes").with("area", area),
                () -> usage.get().getCommitted());
        metrics.gauge(
                MetricName.of("jvm_memory_max_bytes").with("area", area),
                () -> usage.get().getMax());
    }

    private void collectors() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            metrics.gauge(
                    MetricName.of("jvm_gc_collections_total").with("gc", collector.getName()),
                    collector::getCollectionCount);
            metrics.gauge(
                    MetricName.of("jvm_gc_seconds_total").with("gc", collector.getName()),
                    () -> collector.getCollectionTime() / 1e3);
        }
        metrics.gauge(MetricName.of("jvm_threads"), ManagementFactory.getThreadMXBean()::getThreadCount);
    }

    private void machine() {
        metrics.gauge(
                MetricName.of("process_start_time_seconds"),
                () -> ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            metrics.gauge(MetricName.of("process_cpu_seconds_total"), () -> os.getProcessCpuTime() / 1e9);
            metrics.gauge(MetricName.of("process_open_fds"), os::getOpenFileDescriptorCount);
            metrics.gauge(MetricName.of("process_max_fds"), os::getMaxFileDescriptorCount);
        }
        if (Files.isReadable(STATM)) {
            metrics.gauge(MetricName.of("process_resident_memory_bytes"), ProcessMetrics::residentBytes);
        }
    }

    private static double residentBytes() {
        try {
            return Long.parseLong(
                            Files.readString(STATM, StandardCharsets.US_ASCII).split(" ")[1])
                    * (double) PAGE_BYTES;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
