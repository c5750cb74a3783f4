using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Shell;

/// <summary>Reads the navigation with the number of things on each page that need attention.</summary>
public sealed class NavigationReader(Navigation navigation, AttentionCache attention, Database database)
{
    public async Task<IReadOnlyList<Navigation.Entry>> Read(Caller caller, string path, CancellationToken stop) =>
        navigation.For(caller, path, await attention.FindRecent(caller, await Modes.Shown(caller, database, stop), stop));
}
