using System.Text.Json;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>A failed job as returned by the API.</summary>
/// <param name="Lane">Queue of the job.</param>
/// <param name="Kind">Type of the job, such as webhook.deliver.</param>
/// <param name="Attempts">Number of failed attempts.</param>
/// <param name="Error">Error of the last attempt.</param>
/// <param name="FailedAt">When it failed for the last time.</param>
/// <param name="Run">Run that created the job; null if no run did.</param>
/// <param name="Body">Input of the job, mostly ids.</param>
public sealed record DeadItemView(
    string Id,
    string Lane,
    string Kind,
    int Attempts,
    string Error,
    DateTimeOffset RequestedAt,
    DateTimeOffset FailedAt,
    string? Run,
    JsonElement Body
)
{
    public static DeadItemView Of(DeadItem item) =>
        new(item.FailedId, item.Lane, item.Kind, item.Attempts, item.Error, item.RequestedAt, item.FailedAt, item.RunId, item.Body);
}
