using System.Text.Json;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Applications;

/// <summary>What the application says it would do to one subject of a preview.</summary>
/// <param name="State">done: it has said so; failed: it would refuse; expired: it has not said anything in time</param>
/// <param name="Code">of why it would refuse</param>
/// <param name="Says">JSON of <see cref="ForetellingReport"/>; null while it says nothing</param>
public sealed record Foretelling(string SubjectId, TaskState State, string? Code, string? Says)
{
    public ForetellingReport Report { get; } = Says is null ? new() : Json.Read<ForetellingReport>(JsonSerializer.Deserialize<JsonElement>(Says));

    /// <summary>Effects whose values are numbers, added up by their fields, in the order in which they were first named.</summary>
    public static IReadOnlyList<ForetoldEffect> Sum(IEnumerable<Foretelling> all) =>
        [
            .. all.SelectMany(one => one.Report.Effects ?? [])
                .Where(effect => effect.Numbers is not null)
                .GroupBy(effect => effect.Field, StringComparer.Ordinal)
                .Select(same => new ForetoldEffect(
                    same.Key,
                    Json.Element(same.Sum(effect => effect.Numbers!.Value.Before)),
                    Json.Element(same.Sum(effect => effect.Numbers!.Value.After))
                )),
        ];
}
