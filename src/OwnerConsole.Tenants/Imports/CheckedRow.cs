using System.Text.Json;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Result of the check of a row.</summary>
/// <param name="Key">What identifies the tenant or member.</param>
/// <param name="About">Tenant that the row is about; null while it doesn't exist.</param>
internal sealed record CheckedRow(
    int Place,
    ImportRowState State,
    ImportAction? Action,
    string Key,
    JsonElement? Body,
    string? About = null,
    string? Reason = null
)
{
    /// <summary>A row that can't be imported.</summary>
    public static CheckedRow Refused(int place, string reason) => new(place, ImportRowState.Error, null, "", null, Reason: reason);
}
