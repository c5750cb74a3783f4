using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Kernel.Data;

/// <summary>One forward step of the schema: a numbered SQL file next to the feature that owns the table.</summary>
public sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>SHA-256 of the text in hex; startup fails if an applied file was edited.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <returns>All migrations of the product's assemblies, in order.</returns>
    /// <exception cref="InvalidOperationException">Two files have the same number.</exception>
    public static IReadOnlyList<Migration> Of(IEnumerable<Assembly> assemblies)
    {
        var all = assemblies
            .SelectMany(assembly =>
                assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Select(name => Read(assembly, name))
            )
            .OrderBy(migration => migration.Number)
            .ToList();
        if (all.Zip(all.Skip(1)).FirstOrDefault(pair => pair.First.Number == pair.Second.Number) is ({ } first, { } second))
            throw new InvalidOperationException($"{first.Name} and {second.Name} have the same number; migration numbers are unique across the product.");
        return all;
    }

    private static Migration Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return new(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), Path.GetFileNameWithoutExtension(name), reader.ReadToEnd());
    }
}
