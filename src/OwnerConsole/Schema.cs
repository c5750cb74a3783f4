using OwnerConsole.Kernel.Data;

namespace OwnerConsole;

/// <summary>The migrations of the kernel and of every module that this program has.</summary>
public static class Schema
{
    public static Migrator Migrator(Connections connections) => Migrator(connections, ModuleList.All);

    public static Migrator Migrator(Connections connections, IEnumerable<Kernel.Modules.Module> modules) =>
        new(connections.Migrator, Migration.Of(ModuleList.Assemblies(modules).Prepend(typeof(Migration).Assembly)));
}
