using System.Reflection;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>
/// The processing.csv of each project, which list for what purposes personal data is processed (GDPR article 30), with the tables that contain it. An activity
/// that several projects name has the tables of all of them. A malformed line prevents the start.
/// </summary>
/// <param name="assemblies">Assemblies with migrations.</param>
public sealed class ProcessingRecord(IEnumerable<Assembly> assemblies)
{
    /// <summary>Name of the files in their folders.</summary>
    private const string FileName = "/processing.csv";

    /// <summary>All activities, by name.</summary>
    public IReadOnlyList<ProcessingActivity> Activities { get; } =
    [
        .. assemblies
            .SelectMany(Read)
            .GroupBy(activity => activity.Name, StringComparer.Ordinal)
            .Select(same =>
                same.First() with
                {
                    Tables = [.. same.SelectMany(activity => activity.Tables).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                }
            )
            .OrderBy(activity => activity.Name, StringComparer.Ordinal),
    ];

    /// <returns>The activities that use a table; empty if it contains no personal data.</returns>
    public IReadOnlyList<ProcessingActivity> Of(string table) => [.. Activities.Where(activity => activity.Tables.Contains(table, StringComparer.Ordinal))];

    private static IEnumerable<ProcessingActivity> Read(Assembly assembly) =>
        assembly.GetManifestResourceNames().Where(name => name.EndsWith(FileName, StringComparison.Ordinal)).SelectMany(name => Read(assembly, name));

    private static IEnumerable<ProcessingActivity> Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!); // it is one of its names
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            yield return ProcessingActivity.Parse(line);
    }
}

/// <summary>A processing activity of the record of processing.</summary>
/// <param name="Name">Name of the activity.</param>
/// <param name="Purpose">What the data is used for.</param>
/// <param name="Subjects">Whose data it is.</param>
/// <param name="Categories">Categories of the data.</param>
/// <param name="LegalBasis">Usual legal basis.</param>
/// <param name="Recipients">Who receives the data.</param>
/// <param name="Retention">When the data is deleted.</param>
/// <param name="Measures">Technical and organisational measures.</param>
/// <param name="Tables">Tables that contain the data.</param>
public sealed record ProcessingActivity(
    string Name,
    string Purpose,
    string Subjects,
    string Categories,
    string LegalBasis,
    string Recipients,
    string Retention,
    string Measures,
    IReadOnlyList<string> Tables
)
{
    /// <param name="line">Line of a processing.csv: nine values without quotes, of which the tables are separated by spaces.</param>
    /// <exception cref="FormatException">A value is missing or empty, or contains a comma.</exception>
    public static ProcessingActivity Parse(string line)
    {
        if (
            line.Split(',')
                is not [var name, var purpose, var subjects, var categories, var basis, var recipients, var retention, var measures, var tables] values
            || values.Any(value => value.Trim().Length == 0)
        )
            throw new FormatException($"A line of processing.csv needs nine values that are not empty and contain no comma: {line}");
        return new(name, purpose, subjects, categories, basis, recipients, retention, measures, tables.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
