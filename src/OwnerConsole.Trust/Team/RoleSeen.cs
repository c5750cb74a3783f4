using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>A role as lists and its page show it.</summary>
/// <param name="People">who has it, by name</param>
/// <param name="Currency">that its ceilings of money are in</param>
/// <param name="Segment">the words of the tenants that its people see; null for all</param>
public sealed record RoleSeen(TeamRole Role, IReadOnlyList<TeamMember> People, IReadOnlyList<Ceiling> Ceilings, string Currency, string? Segment)
{
    /// <summary>What its people are not shown, as people read it; null where they see all.</summary>
    public string? Hides =>
        Role.Hides.Length == 0 ? null : string.Join(", ", Enum.GetValues<FieldClass>().Where(one => Role.Hides.Contains(one.ToText())).Select(Hidden.Of));

    /// <summary>As people read it: <c>plan pro, tag vip</c>.</summary>
    public string Sees =>
        SetRoleSegment.Parts(Segment) is { } parts
            ? string.Join(", ", parts.Select(part => $"{Wording.Say(part.Key)} {part.Value.Replace('_', ' ')}"))
            : Wording.Say("All tenants");
}
