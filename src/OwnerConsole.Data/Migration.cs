using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OwnerConsole.Data;

/// <summary>
/// An SQL file next to the feature that owns the table: a numbered step in <c>Migrations</c>, applied once, or functions, triggers and views in
/// <c>Functions</c>, applied again whenever the file changes.
/// </summary>
/// <param name="Name">module and file, such as <c>access/0001_access</c> or <c>entitlements/functions/threshold</c></param>
public sealed partial record Migration(string Name, string Sql)
{
    private const string Foundation = "core/data/";

    /// <summary>SHA-256 of the text in hex.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>The file is applied again whenever it changes.</summary>
    public bool IsRepeatable => Name.Contains("/functions/", StringComparison.Ordinal);

    private bool IsOfCore => Name.StartsWith("core/", StringComparison.Ordinal);

    private string Module => Name[..Name.LastIndexOf('/')];

    private int Number => IsRepeatable ? int.MaxValue : int.Parse(Name.AsSpan(Name.LastIndexOf('/') + 1, 4), CultureInfo.InvariantCulture);

    /// <returns>
    /// All files of the product's assemblies in the order in which they are applied: the procedures that tables are set up with, then numbered steps, then
    /// functions.
    /// </returns>
    /// <exception cref="InvalidOperationException">Two steps of a module have the same number.</exception>
    public static IReadOnlyList<Migration> Of(IEnumerable<Assembly> assemblies)
    {
        var all = assemblies
            .SelectMany(
                (assembly, place) =>
                    assembly
                        .GetManifestResourceNames()
                        .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
                        .Select(name => (File: Read(assembly, name), Place: place))
            )
            .OrderBy(entry => !entry.File.Name.StartsWith(Foundation, StringComparison.Ordinal))
            .ThenBy(entry => entry.File.Number)
            .ThenBy(entry => entry.File.IsOfCore ? -1 : entry.Place) // the projects of the core are one module
            .ThenBy(entry => entry.File.Name, StringComparer.Ordinal)
            .Select(entry => entry.File)
            .ToList();
        if (all.Where(file => !file.IsRepeatable).GroupBy(file => (file.Module, file.Number)).FirstOrDefault(group => group.Count() > 1) is { } same)
            throw new InvalidOperationException(
                $"{string.Join(" and ", same.Select(file => file.Name))} have the same number; numbers are unique in a module."
            );
        return all;
    }

    private static Migration Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var path = Path.ChangeExtension(resource, null).Replace('\\', '/').Replace("/Migrations/", "/", StringComparison.Ordinal);
        return new(WordStart().Replace(path, "_").ToLowerInvariant(), reader.ReadToEnd());
    }

    /// <summary>The place between the words of a folder's name, such as SavedViews.</summary>
    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordStart();
}
