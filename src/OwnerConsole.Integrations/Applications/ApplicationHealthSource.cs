using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Integrations.Applications;

/// <summary>The health of the connected application: whether it accepts its tasks.</summary>
public sealed class ApplicationHealthSource(TaskList list, TimeProvider clock) : IHealthSource
{
    public string Permission => TaskRoutes.Permission;

    public int Order => 60;

    public async Task<IReadOnlyList<HealthCard>> Find(UnitOfWork work)
    {
        var since = await list.WaitingSince(Mode.Live, work);
        return
        [
            new(
                "application",
                "Application",
                since is null ? HealthState.Up : HealthState.Down,
                since is null ? "No task is waiting for your application." : "Your application isn't accepting tasks.",
                TaskRoutes.Address
            )
            {
                Since = since,
                CheckedAt = clock.GetUtcNow(),
            },
        ];
    }
}
