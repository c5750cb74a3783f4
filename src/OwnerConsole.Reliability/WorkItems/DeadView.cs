using System.Text.Json;
using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>A dead work item as the API shows it.</summary>
/// <param name="Attempts">all of them failed</param>
/// <param name="Error">of the last one</param>
/// <param name="Run">that had asked for it; null when none had</param>
/// <param name="Body">what it was about: ids</param>
public sealed record DeadView(
    string Id,
    string Lane,
    string Kind,
    int Attempts,
    string Error,
    DateTimeOffset AskedAt,
    DateTimeOffset DiedAt,
    string? Run,
    JsonElement Body
)
{
    public static DeadView Of(DeadItem item) =>
        new(item.DeadId, item.Lane, item.Kind, item.Attempts, item.Error, item.AskedAt, item.DiedAt, item.RunId, item.Body);
}
