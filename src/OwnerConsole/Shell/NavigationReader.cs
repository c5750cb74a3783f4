using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Shell;

/// <summary>Reads the navigation with the number of things on each page that need attention.</summary>
public sealed class NavigationReader(Navigation navigation, AttentionCache attention, Database database)
{
    public async Task<IReadOnlyList<Navigation.Entry>> Read(Caller caller, string path, CancellationToken stop) =>
        navigation.For(caller, path, await attention.FindRecent(caller, await FindMode(caller, stop), stop));

    private async Task<Mode> FindMode(Caller caller, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await Modes.Shown(caller, work);
    }
}
