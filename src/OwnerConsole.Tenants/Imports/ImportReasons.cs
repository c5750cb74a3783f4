using System.Text.Json;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Reasons that the result file gives for rows that changed nothing or only some fields.</summary>
internal static class ImportReasons
{
    /// <summary>What the API and the file say about a created tenant or member that has more data now.</summary>
    public const string InUse = "It was changed or used since, so it is kept.";

    /// <returns>Why a report changed nothing.</returns>
    public static string Unchanged(JsonElement body, JsonElement current) =>
        FieldChanges.Classify(body, current) is ImportAction.Unchanged ? "Nothing differs." : "The current values are kept.";

    /// <returns>Result of the undo of a row that changed fields.</returns>
    public static AppliedRow Restored(int place, JsonElement restored, JsonElement written) =>
        restored.GetPropertyCount() == 0 ? new(place, ImportRowState.Kept, "All changed fields have other values now.")
        : ReportFields.Count(restored) < ReportFields.Count(written) ? new(place, ImportRowState.Reverted, "Fields that have other values now are kept.")
        : new(place, ImportRowState.Reverted);
}
