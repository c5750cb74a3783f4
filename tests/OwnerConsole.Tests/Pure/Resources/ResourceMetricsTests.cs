using System.Globalization;
using OwnerConsole.Pure.Resources;

namespace OwnerConsole.Tests.Pure.Resources;

/// <summary>CPU and memory of a service from the metrics that OpenTelemetry and Prometheus name differently.</summary>
public sealed class ResourceMetricsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("process.cpu.utilization 0.5", "process.cpu.utilization Share 0.5 0.5")]
    [InlineData("process.cpu.utilization/cpu.mode=user 0.5;process.cpu.utilization/cpu.mode=system 0.25", "process.cpu.utilization Share 0.75 0.75")]
    [InlineData("process.cpu.utilization/state=user 0.5;process.cpu.utilization/state=wait 0.25", "process.cpu.utilization Share 0.5 0.5")]
    [InlineData("system.cpu.utilization 0.9;process.cpu.utilization 0.25", "process.cpu.utilization Share 0.25 0.25")]
    [InlineData(
        "system.cpu.utilization/cpu=0,state=user 0.5;system.cpu.utilization/cpu=0,state=idle 0.5;system.cpu.utilization/cpu=1,state=user 1",
        "system.cpu.utilization Share 0.75 0.75"
    )]
    [InlineData("container.cpu.usage 1.5", "container.cpu.usage Cpus 1.5 -")]
    [InlineData("process.cpu.utilization 0.5@-6;system.cpu.utilization 0.25", "system.cpu.utilization Share 0.25 0.25")]
    [InlineData("process.cpu.utilization -1", "process.cpu.utilization Share 0 0")]
    [InlineData("process.cpu.utilization 1e100", "process.cpu.utilization Share 1000000000000000 1000000000000000")]
    [InlineData("system.cpu.utilization/state=idle 0.5", "-")]
    [InlineData("process.cpu.time 7", "-")]
    [InlineData("", "-")]
    public void CPU_is_the_busy_share_of_the_most_precise_metric(string samples, string expected) => Text(CpuMetrics.Find(Read(samples))).ShouldBe(expected);

    [Theory]
    [InlineData("process.memory.usage 200", "process.memory.usage Bytes 200 -")]
    [InlineData("jvm.memory.used/jvm.memory.pool.name=a 200;jvm.memory.used/jvm.memory.pool.name=b 100", "jvm.memory.used Bytes 300 -")]
    [InlineData("process_resident_memory_bytes 200;system.memory.utilization/state=used 0.5", "process_resident_memory_bytes Bytes 200 0.5")]
    [InlineData(
        "system.memory.usage/state=used 300;system.memory.usage/state=free 100;system.memory.usage/state=slab_reclaimable 50",
        "system.memory.usage Bytes 300 0.75"
    )]
    [InlineData("system.memory.usage/state=used 200", "system.memory.usage Bytes 200 -")]
    [InlineData(
        "system.memory.utilization/system.memory.state=used 0.25;system.memory.utilization/system.memory.state=free 0.75",
        "system.memory.utilization Share 0.25 0.25"
    )]
    [InlineData("container.memory.limit.utilization 0.95;process.memory.usage 200", "process.memory.usage Bytes 200 0.95")]
    [InlineData("system.memory.usage/state=free 100", "-")]
    public void Memory_is_the_used_bytes_with_the_share_that_is_reported(string samples, string expected) =>
        Text(MemoryMetrics.Find(Read(samples))).ShouldBe(expected);

    [Theory]
    [InlineData("process.cpu.time/cpu.mode=user 7;process.cpu.time/cpu.mode=system 3", "process.cpu.time Cpus 10")]
    [InlineData("container.cpu.usage.total 2000000000;system.cpu.time/cpu=0,state=user 9", "container.cpu.usage.total Cpus 2")]
    [InlineData("system.cpu.time/cpu=0,state=user 6;system.cpu.time/cpu=0,state=idle 90;system.cpu.time/cpu=1,state=system 2", "system.cpu.time Share 4")]
    [InlineData("system.cpu.time/cpu=0,state=idle 90", "-")]
    [InlineData("process.cpu.utilization 0.5", "-")]
    public void CPU_time_is_that_of_the_process_or_the_mean_of_all_CPUs(string samples, string expected)
    {
        var time = CpuTimeMetrics.Find(Read(samples));

        (time is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{time.Metric} {time.Unit} {time.Seconds}")).ShouldBe(expected);
    }

    [Theory]
    [InlineData(
        "system.filesystem.usage/mountpoint=a,state=used 60;system.filesystem.usage/mountpoint=a,state=reserved 10;"
            + "system.filesystem.usage/mountpoint=a,state=free 30",
        "system.filesystem.usage Bytes 70 0.7"
    )]
    [InlineData(
        "system.filesystem.usage/mountpoint=a,state=used 50;system.filesystem.usage/mountpoint=a,state=free 50;"
            + "system.filesystem.usage/mountpoint=b,state=used 9;system.filesystem.usage/mountpoint=b,state=free 1",
        "system.filesystem.usage Bytes 9 0.9"
    )]
    [InlineData(
        "system.filesystem.utilization/mountpoint=c,type=squashfs 1;system.filesystem.utilization/mountpoint=b,type=ext4 0.25",
        "system.filesystem.utilization Share 0.25 0.25"
    )]
    [InlineData(
        "system.filesystem.utilization/mountpoint=a,state=used 0.25;system.filesystem.utilization/mountpoint=a,state=free 0.75",
        "system.filesystem.utilization Share 0.25 0.25"
    )]
    [InlineData("system.filesystem.usage/mountpoint=a,state=used 0;system.filesystem.usage/mountpoint=a,state=free 0", "-")]
    [InlineData("system.filesystem.usage/mountpoint=a,state=used 5", "-")] // its size is unknown
    public void The_fullest_file_system_is_found(string samples, string expected) => Text(DiskMetrics.Find(Read(samples))).ShouldBe(expected);

    [Theory]
    [InlineData("process.cpu.time 7;system.cpu.utilization 0.5;process.memory.usage 200", "Cpu process.cpu.time;Memory process.memory.usage")]
    [InlineData("container.cpu.usage 1;process.cpu.time 7", "Cpu container.cpu.usage")]
    [InlineData(
        "system.cpu.utilization 0.5;system.cpu.time 7;system.filesystem.utilization 0.5",
        "Cpu system.cpu.utilization;Disk system.filesystem.utilization"
    )]
    [InlineData("http.server.request.duration 7", "")]
    public void Metrics_of_the_process_are_preferred_to_those_of_the_machine(string samples, string expected) =>
        string.Join(';', ResourceReadings.Of([.. Read(samples)]).Select(reading => $"{reading.Kind} {reading.Metric}")).ShouldBe(expected);

    private static string Text(ResourceUse? use) =>
        use is null
            ? "-"
            : string.Create(CultureInfo.InvariantCulture, $"{use.Metric} {use.Unit} {use.Value} {use.Share?.ToString(CultureInfo.InvariantCulture) ?? "-"}");

    /// <summary>Reads samples such as <c>name/label=value,label=value 0.5@-6</c>, with the time in minutes from now.</summary>
    private static IEnumerable<ResourceSample> Read(string samples) =>
        samples.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(sample => ReadOne(sample.Split('/', ' ', '@')));

    private static ResourceSample ReadOne(string[] parts)
    {
        var labels = parts.Where(part => part.Contains('=', StringComparison.Ordinal)).SelectMany(part => part.Split(',')).Select(label => label.Split('='));
        string[] numbers = [.. parts.Skip(1).Where(part => !part.Contains('=', StringComparison.Ordinal))];
        return new(
            parts[0],
            labels.ToDictionary(label => label[0], label => label[1], StringComparer.Ordinal),
            double.Parse(numbers[0], CultureInfo.InvariantCulture),
            s_now.AddMinutes(numbers.Length > 1 ? double.Parse(numbers[1], CultureInfo.InvariantCulture) : 0)
        );
    }
}
