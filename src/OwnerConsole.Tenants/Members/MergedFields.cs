using OwnerConsole.Pure.Duplicates;

namespace OwnerConsole.Tenants.Members;

/// <summary>Fields of a member that come from the merged record instead of the record to keep. Names are those of member reports.</summary>
internal static class MergedFields
{
    /// <returns>Names of the chosen fields, in the order of the form; empty if the record to keep stays as it is.</returns>
    public static IReadOnlyList<string> Of(MergeMember.Input input)
    {
        (string Field, MergeSource Source)[] choices =
        [
            ("name", input.Name),
            ("email", input.Email),
            ("phone", input.Phone),
            ("role", input.Role),
            ("language", input.Language),
            ("time_zone", input.TimeZone),
            ("attributes", input.CustomAttributes),
        ];
        return [.. choices.Where(choice => choice.Source is MergeSource.Merged).Select(choice => choice.Field)];
    }
}
