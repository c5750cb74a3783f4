using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Applications;

/// <summary>The application's preview of a task for one subject.</summary>
/// <param name="State">done: the preview was received; failed: the task would be refused; expired: there was no answer in time.</param>
/// <param name="Code">Reason for a refusal.</param>
/// <param name="ReportJson">JSON of <see cref="TaskPreviewReport"/>; null before there is an answer.</param>
public sealed record TaskPreviewResult(string SubjectId, TaskState State, string? Code, string? ReportJson)
{
    public TaskPreviewReport Report { get; } = ReportJson is null ? new() : Json.Read<TaskPreviewReport>(JsonSerializer.Deserialize<JsonElement>(ReportJson));

    /// <summary>Sums numeric effects by field, in the order in which the fields first appear.</summary>
    public static IReadOnlyList<PreviewedEffect> Sum(IEnumerable<TaskPreviewResult> all) =>
        [
            .. all.SelectMany(taskPreviewResult => taskPreviewResult.Report.Effects ?? [])
                .Where(effect => effect.Numbers is not null)
                .GroupBy(effect => effect.Field, StringComparer.Ordinal)
                .Select(same => new PreviewedEffect(
                    same.Key,
                    Json.Element(same.Sum(effect => effect.Numbers!.Value.Before)),
                    Json.Element(same.Sum(effect => effect.Numbers!.Value.After))
                )),
        ];
}
