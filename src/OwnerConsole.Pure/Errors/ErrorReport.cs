using System.Text.Json;

namespace OwnerConsole.Pure.Errors;

/// <summary>An occurrence of an error, without secrets.</summary>
/// <param name="EventId">32 hexadecimal digits, the same if it is sent again.</param>
/// <param name="At">When it happened, according to the application; null if it said nothing.</param>
/// <param name="Fingerprint">The same for occurrences of the same error.</param>
/// <param name="Title">Type and message of the exception, or the message.</param>
/// <param name="Culprit">Transaction or function in which it happened; null if it is unknown.</param>
/// <param name="Tenant">The application's ID for the tenant; null if the report names none.</param>
/// <param name="User">The application's ID for the user; null if the report names none.</param>
/// <param name="Exceptions">The exception, and then its causes. Empty for a message.</param>
/// <param name="Details">Tags, request, contexts and breadcrumbs.</param>
public sealed record ErrorReport(
    string EventId,
    DateTimeOffset? At,
    string Fingerprint,
    string Title,
    string? Culprit,
    ErrorLevel Level,
    string? Release,
    string? Environment,
    string? Tenant,
    string? User,
    IReadOnlyList<ErrorException> Exceptions,
    JsonElement Details
)
{
    /// <summary>Name of the transaction in which it happened, or of the application's operation; null if the report names none.</summary>
    public string? Operation { get; init; }

    /// <summary>Type and place. Unlike the title it contains no message, which can name people.</summary>
    public string Name => (Exceptions is [var first, ..] ? first.Type : "Message") + (Culprit is null ? "" : $" in {Culprit}");
}
