using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OwnerConsole.Bench;

/// <summary>One line of docs/benchmarks.json; of a check there are several.</summary>
/// <param name="Ratio">of ours to the limit's rate; of a reading to its budget; null where nothing is asked of it</param>
/// <param name="Pass">null where the limit itself moved too much</param>
public sealed record Record(
    string Id,
    string Name,
    string Says,
    double? Ratio,
    string Target,
    bool? Pass,
    double Ours,
    double? Limit,
    string Unit,
    double? P50Ms,
    double? P95Ms,
    double? P99Ms,
    string Load,
    int Cores,
    string On
)
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Puts what was measured into docs/benchmarks.json and writes docs/benchmarks.md anew.</summary>
    public static async Task Keep(IReadOnlyList<Record> measured, string docs)
    {
        var file = Path.Combine(docs, "benchmarks.json");
        var known = File.Exists(file) ? (await File.ReadAllLinesAsync(file)).Select(line => JsonSerializer.Deserialize<Record>(line, s_json)!) : [];
        var all = known
            .Where(old => measured.All(fresh => fresh.Name != old.Name))
            .Concat(measured)
            .OrderBy(one => one.Id.Length)
            .ThenBy(one => one.Id, StringComparer.Ordinal)
            .ToList();
        await File.WriteAllTextAsync(file, string.Concat(all.Select(one => one.ToJson() + "\n")));
        await File.WriteAllTextAsync(Path.Combine(docs, "benchmarks.md"), Page(all));
    }

    private static string Page(IEnumerable<Record> all)
    {
        var page = new StringBuilder(
            """
            # Benchmarks

            Written by `bin/bench NAME --docs`, never by hand. Where a limit is named, ours and the limit took turns in the same minute and the ratio is the
            median of three rounds; without one, the reading stands beside its budget. Absolute figures move with whatever else runs on the machine: the load average
            is of the last minute.

            | Mark | What | Ours | Limit | Wanted | Verdict | Measured on |
            |---|---|---:|---:|---|---|---|

            """
        );
        foreach (var one in all)
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {one.Id} | {one.Says} (`{one.Name}`) | {one.Ours:#,0.##} {one.Unit} | {(one.Limit is { } limit ? $"{limit:#,0} {one.Unit}, ratio {one.Ratio:0.00}" : "")} | {one.Target} | {one.Verdict} | {one.On}, load {one.Load}, {one.Cores} cores |\n"
            );
        return page.ToString();
    }

    private string Verdict =>
        Pass switch
        {
            _ when Target.Length == 0 => "",
            true => "holds",
            false => "**does not hold**",
            null => "no verdict",
        };
}
