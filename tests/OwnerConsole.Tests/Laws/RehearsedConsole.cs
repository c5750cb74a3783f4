using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tests.Laws;

/// <summary>The console that the laws are tried on: the product, and the hard operations that are rehearsed.</summary>
public sealed class RehearsedConsole : TestConsole
{
    public static readonly IReadOnlyList<Module> All = [.. ModuleList.All, new Rehearsals.Module()];

    protected override IReadOnlyList<Module> Modules => All;
}
