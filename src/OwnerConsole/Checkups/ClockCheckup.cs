using System.Globalization;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Checkups;

/// <summary>This machine's clock beside the database's.</summary>
internal sealed class ClockCheckup : ICheckup
{
    public string Name => "clock";

    public async Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop)
    {
        var watch = machine.Services!.GetRequiredService<ClockWatch>();
        await watch.Look(stop);
        return
        [
            watch.Ahead is { } ahead
                ? Finding.Warning(
                    Name,
                    string.Create(CultureInfo.InvariantCulture, $"This machine's clock is {ahead.TotalSeconds:+0.0;-0.0} s from the database's."),
                    "Set both by NTP, such as with systemd-timesyncd."
                )
                : Finding.Ok(Name, "It agrees with the database's within two seconds."),
        ];
    }
}
