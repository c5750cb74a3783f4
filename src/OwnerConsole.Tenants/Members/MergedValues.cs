using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Tenants.Duplicates.Public;

namespace OwnerConsole.Tenants.Members;

/// <summary>Values of a member that a merge chooses from.</summary>
internal sealed record MergedValues(
    string MemberId,
    string? Name,
    string? Email,
    string? Phone,
    string? Role,
    string? Language,
    string? TimeZone,
    JsonElement Attributes
)
{
    /// <summary>Longest text of all attributes of a record, in characters.</summary>
    private const int MaxAttributesText = 300;

    /// <param name="mergedId">Member to merge.</param>
    /// <param name="keptId">Member to keep.</param>
    /// <param name="input">The choice of each field.</param>
    /// <param name="work">Can read the tenant of both.</param>
    /// <returns>Lines of the fields in which the members differ. Contact details are left out for readers who can't see them.</returns>
    public static async Task<IReadOnlyList<SummaryLine>> Compare(string mergedId, string keptId, MergeMember.Input input, UnitOfWork work)
    {
        var rows = await work.List<MergedValues>(
            "select m.member_id, m.name, m.email, m.phone, m.role, m.language, m.time_zone, m.attributes from core.members m where m.member_id = any(@ids)",
            new { ids = new[] { mergedId, keptId } }
        );
        var (merged, kept) = (rows.Single(row => row.MemberId == mergedId), rows.Single(row => row.MemberId == keptId));
        var showsContact = !HiddenFields.Has(FieldClass.Contact);
        SummaryLine?[] lines =
        [
            MergeSummary.Of("Name", input.Name, merged.Name, kept.Name),
            showsContact ? MergeSummary.Of("Email", input.Email, merged.Email, kept.Email) : null,
            showsContact ? MergeSummary.Of("Phone", input.Phone, merged.Phone, kept.Phone) : null,
            MergeSummary.Of("Role", input.Role, merged.Role, kept.Role),
            MergeSummary.Of("Language", input.Language, merged.Language, kept.Language),
            MergeSummary.Of("Time zone", input.TimeZone, merged.TimeZone, kept.TimeZone),
            MergeSummary.Of("Attributes", input.CustomAttributes, Describe(merged.Attributes, kept.Attributes), Describe(kept.Attributes, merged.Attributes)),
        ];
        return [.. lines.OfType<SummaryLine>()];
    }

    /// <returns>The attributes that the other record hasn't with the same value, such as <c>department: sales, level: 3</c>; null without one.</returns>
    private static string? Describe(JsonElement attributes, JsonElement other)
    {
        var text = string.Join(
            ", ",
            attributes
                .EnumerateObject()
                .Where(attribute => !other.TryGetProperty(attribute.Name, out var value) || !JsonElement.DeepEquals(attribute.Value, value))
                .Select(attribute => $"{attribute.Name.Replace('_', ' ')}: {AttributeText.Of(attribute.Value)}")
        );
        return text.Length == 0 ? null
            : text.Length > MaxAttributesText ? $"{TextTruncation.Truncate(text, MaxAttributesText)}…"
            : text;
    }
}
