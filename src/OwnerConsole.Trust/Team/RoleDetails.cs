using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>A role with the data for lists and its page.</summary>
/// <param name="People">Team members with the role, by name.</param>
/// <param name="Currency">Currency of money ceilings.</param>
/// <param name="Segment">Definition of the segment of visible tenants; null for all.</param>
public sealed record RoleDetails(TeamRole Role, IReadOnlyList<TeamMember> People, IReadOnlyList<Ceiling> Ceilings, string Currency, string? Segment)
{
    /// <summary>Hidden fields in words; null when all fields are visible.</summary>
    public string? HiddenFieldsText =>
        Role.Hides.Length == 0
            ? null
            : string.Join(", ", Enum.GetValues<FieldClass>().Where(fieldClass => Role.Hides.Contains(fieldClass.ToText())).Select(HiddenFields.Describe));

    /// <summary>Visible tenants in words, such as <c>plan pro, tag vip</c>.</summary>
    public string VisibleTenantsText =>
        SetRoleSegment.Parts(Segment) is { } parts
            ? string.Join(", ", parts.Select(part => $"{Wording.Translate(part.Key)} {part.Value.Replace('_', ' ')}"))
            : Wording.Translate("All tenants");
}
