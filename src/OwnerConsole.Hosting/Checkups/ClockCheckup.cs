using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>Compares the clocks of this machine and the database.</summary>
internal sealed class ClockCheckup : ICheckup
{
    public string Name => "clock";

    public async Task<IReadOnlyList<Finding>> Check(CheckupTarget machine, CancellationToken stop)
    {
        var watch = machine.Services!.GetRequiredService<ClockMonitor>();
        await watch.Measure(stop);
        return
        [
            watch.Drift is { } ahead
                ? Finding.Warning(
                    Name,
                    string.Create(CultureInfo.InvariantCulture, $"This machine's clock is {ahead.TotalSeconds:+0.0;-0.0} s off the database clock."),
                    "Synchronize both with NTP, for example with systemd-timesyncd."
                )
                : Finding.Ok(Name, "It matches the database clock within 2 seconds."),
        ];
    }
}
