using Mono.Cecil;

namespace OwnerConsole.Tests.Architecture;

/// <summary>The product as it was compiled and as it lies in the tree.</summary>
internal static class Product
{
    public const string Executable = "owner-console";

    public static readonly string Root = Upwards(AppContext.BaseDirectory);

    public static readonly IReadOnlyList<ModuleDefinition> Assemblies =
    [
        .. Directory
            .GetFiles(AppContext.BaseDirectory, "*.dll")
            .Where(path =>
                Path.GetFileName(path) == Executable + ".dll"
                || (Path.GetFileName(path).StartsWith("OwnerConsole.", StringComparison.Ordinal) && IsSource(path))
            )
            .Select(ModuleDefinition.ReadModule),
    ];

    /// <summary>Wings are what stands between the executable and Ui; found, so that a new one is under the rules from its first day.</summary>
    public static readonly IReadOnlyList<ModuleDefinition> Wings =
    [
        .. Assemblies.Where(assembly => Name(assembly) is not (Executable or "OwnerConsole.Pure" or "OwnerConsole.Kernel" or "OwnerConsole.Ui")),
    ];

    public static IEnumerable<TypeDefinition> Types => Assemblies.SelectMany(Written);

    public static ModuleDefinition Assembly(string name) => Assemblies.Single(assembly => Name(assembly) == name);

    public static string Name(ModuleDefinition assembly) => assembly.Assembly.Name.Name;

    /// <returns>types that somebody wrote: those of the compiler stand inside them</returns>
    public static IEnumerable<TypeDefinition> Written(ModuleDefinition assembly) =>
        assembly.Types.Where(type => type.Namespace.StartsWith("OwnerConsole", StringComparison.Ordinal));

    /// <returns>assemblies of ours that one names</returns>
    public static IEnumerable<string> Ours(ModuleDefinition assembly) =>
        assembly
            .AssemblyReferences.Select(reference => reference.Name)
            .Where(name => name.StartsWith("OwnerConsole", StringComparison.Ordinal) || name == Executable);

    /// <returns>source files with their path from the root, made ones left out</returns>
    public static IEnumerable<string> Files(string pattern) =>
        new[] { "sdk", "src", "samples", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path))
            .Where(path => !path.Split('/').Any(folder => folder is "node_modules" or "obj" or "bin" or "wwwroot"));

    private static bool IsSource(string path) => Directory.Exists(Path.Combine(Root, "src", Path.GetFileNameWithoutExtension(path)));

    private static string Upwards(string from)
    {
        var at = new DirectoryInfo(from);
        while (!File.Exists(Path.Combine(at.FullName, "OwnerConsole.slnx")))
            at = at.Parent ?? throw new InvalidOperationException("The tests run outside the tree.");
        return at.FullName;
    }
}
