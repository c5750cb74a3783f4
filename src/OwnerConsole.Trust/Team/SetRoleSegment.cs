using System.ComponentModel;
using Microsoft.AspNetCore.WebUtilities;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Trust.Team;

/// <summary>Restricts a role to the tenants of a segment. People with the role can see and change only these tenants.</summary>
public sealed class SetRoleSegment(Segments segments, Lazy<OperationCatalogue> catalogue) : Operation<RoleSegmentChange, SetRoleSegment.Input>
{
    /// <summary>Option sources of modules that may not be loaded; their fields then have no options.</summary>
    private const string Plans = "plan",
        Tags = "tag";

    public sealed record Input(
        [Description("Status of visible tenants. Leave blank for any.")] TenantStatus? Status = null,
        [OptionsFrom(Plans)] [Description("Plan of visible tenants. Leave blank for any.")] string? Plan = null,
        [OptionsFrom(Tags)] [Description("Tag of visible tenants. Leave blank for any. If all fields are blank, all tenants are visible.")] string? Tag = null
    );

    public override Input Example => new(Tag: "vip");

    public override OperationDefinition Definition =>
        new("role.set_segment", "Restrict to segment", "updated") { RequiresStepUp = true, RestoredByUndo = "The previous segment, or access to all tenants." };

    public override Task<IReadOnlyList<RoleSegmentChange>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        RoleSegmentChange.Load(ids, Words(input), segments, catalogue.Value, work);

    public override Refusal? Refuse(RoleSegmentChange role, Input input) =>
        role switch
        {
            { Role.Grants: ["*"] } => new("unrestricted_role", $"{role} has all permissions and always sees all tenants."),
            { Role.Trouble: { } trouble } => trouble,
            { Count: null } => new("too_many", $"A segment can have at most {Segments.MaxTenants} tenants. Narrow the filters."),
            _ when role.Now == Words(input) => new("no_change", $"{role} is already restricted to these tenants, or already sees all of them."),
            _ => null,
        };

    public override Decision Decide(RoleSegmentChange role, Input input) =>
        new(
            Words(input) is null
                ? Sentence.Say($"All tenants become visible to {role} within a minute.")
                : Sentence.Say(
                    $"Within a minute, {role} has access to the tenants of the segment only, and not to platform-wide data. Tenants in the segment now: {role.Count!.Value}."
                ),
            new Effect("segment", Parts(role.Now), Parts(Words(input)))
        );

    public override Task Execute(IReadOnlyList<RoleSegmentChange> accepted, Input input, UnitOfWork work) =>
        RoleSetting.Segment.Set([.. accepted.Select(role => role.Id)], Words(input), work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<RoleSegmentChange> subjects, string undoneRun, UnitOfWork work) =>
        RoleSetting.Segment.Undo([.. subjects.Where(role => role.Role.Trouble is null).Select(role => role.Id)], undoneRun, work);

    /// <returns>Filters by name: <c>plan</c>, <c>status</c>, <c>tag</c>; null for all tenants.</returns>
    public static Dictionary<string, string>? Parts(string? words) =>
        words is null ? null : QueryHelpers.ParseQuery(words).ToDictionary(part => part.Key, part => part.Value.ToString(), StringComparer.Ordinal);

    private static string? Words(Input input)
    {
        (string Name, string? Value)[] all = [("plan", input.Plan), ("status", input.Status?.ToText()), ("tag", input.Tag?.Trim().ToLowerInvariant())];
        var chosen = all.Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}").ToArray();
        return chosen.Length == 0 ? null : string.Join('&', chosen);
    }
}
