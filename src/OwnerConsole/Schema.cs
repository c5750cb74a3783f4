using System.Reflection;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel;
using OwnerConsole.Metrics;

namespace OwnerConsole;

/// <summary>Migrations of the kernel and of all modules of this program.</summary>
public static class Schema
{
    public static Migrator Migrator(Connections connections) => Migrator(connections, ModuleList.All);

    public static Migrator Migrator(Connections connections, IEnumerable<Kernel.Modules.Module> modules) => new(connections.Migrator, Migrations(modules));

    private static IEnumerable<Assembly> Core =>
        [typeof(Migration).Assembly, typeof(KernelRegistration).Assembly, typeof(IdentitySetup).Assembly, typeof(MetricsRegistration).Assembly];

    /// <returns>The files of the kernel and of these modules, in the order in which they are applied.</returns>
    public static IReadOnlyList<Migration> Migrations(IEnumerable<Kernel.Modules.Module> modules) => Migration.Of(Assemblies(modules));

    /// <returns>The assemblies of the kernel and of these modules.</returns>
    public static IEnumerable<Assembly> Assemblies(IEnumerable<Kernel.Modules.Module> modules) => Core.Concat(ModuleList.Assemblies(modules));
}
