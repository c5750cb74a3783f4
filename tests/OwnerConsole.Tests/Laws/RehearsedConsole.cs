using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tests.Laws;

/// <summary>The console that the laws are tried on: the product, and the hard operations that are rehearsed.</summary>
public sealed class RehearsedConsole : TestConsole
{
    public static readonly IReadOnlyList<Module> All = [.. ModuleList.All, new Rehearsals.Module()];

    protected override IReadOnlyList<Module> Modules => All;

    /// <summary>It could make backups, and makes none by itself: what a law asks for is not begun.</summary>
    protected override async Task<HostOptions> Change(HostOptions plain) =>
        (await base.Change(plain)) with
        {
            Backups = new(await TestCluster.Current.Backups()) { IsKept = false },
        };
}
