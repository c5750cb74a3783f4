using System.ComponentModel;
using Microsoft.AspNetCore.WebUtilities;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Trust.Team;

/// <summary>People of a role see some of the tenants and act on those alone, as the directory would show them for the same words.</summary>
public sealed class SetRoleSegment(Segments segments, Lazy<Catalogue> catalogue) : Operation<RoleInSegment, SetRoleSegment.Input>
{
    /// <summary>The modules that keep them may be left out of the product; then there is nothing to choose.</summary>
    private const string Plans = "plan",
        Tags = "tag";

    public sealed record Input(
        [Description("The status of the tenants they see; empty for any.")] TenantStatus? Status = null,
        [ChosenAmong(Plans)] [Description("A plan that those tenants hold; empty for any.")] string? Plan = null,
        [ChosenAmong(Tags)] [Description("A tag that those tenants have; empty for any. With all of it empty they see all tenants.")] string? Tag = null
    );

    public override Input Example => new(Tag: "vip");

    public override Declaration Is =>
        new("role.set_segment", "Limit to a segment", "given other tenants to see")
        {
            StepUp = true,
            ComesBack = "The segment that the role had before, or all tenants.",
        };

    public override Task<IReadOnlyList<RoleInSegment>> Load(IReadOnlyList<string> ids, Input input, Work work) =>
        RoleInSegment.Load(ids, Words(input), segments, catalogue.Value, work);

    public override Refusal? Refuse(RoleInSegment role, Input input) =>
        role switch
        {
            { Role.Grants: ["*"] } => new("sees_everything", $"{role} may everything, and sees everything."),
            { Role.Trouble: { } trouble } => trouble,
            { Count: null } => new("too_many", $"A segment has {Segments.Most} tenants at most. Narrow it."),
            _ when role.Now == Words(input) => new("no_change", $"{role} sees those tenants already."),
            _ => null,
        };

    public override Decision Decide(RoleInSegment role, Input input) =>
        new(
            Words(input) is null
                ? Sentence.Say($"Who has {role} sees all tenants within a minute.")
                : Sentence.Say(
                    $"Who has {role} sees the tenants of the segment and no other within a minute: {role.Count!.Value} as of now. What is about the whole platform is closed to them."
                ),
            new Effect("segment", Parts(role.Now), Parts(Words(input)))
        );

    public override Task Execute(IReadOnlyList<RoleInSegment> accepted, Input input, Work work) =>
        RoleDecision.Segment.Set([.. accepted.Select(role => role.Role.Key)], Words(input), work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<RoleInSegment> subjects, string undoneRun, Work work) =>
        RoleDecision.Segment.TakeBack([.. subjects.Where(role => role.Role.Trouble is null).Select(role => role.Id)], undoneRun, work);

    /// <returns>by the words of the directory: <c>plan</c>, <c>status</c>, <c>tag</c>; null for all tenants</returns>
    public static Dictionary<string, string>? Parts(string? words) =>
        words is null ? null : QueryHelpers.ParseQuery(words).ToDictionary(part => part.Key, part => part.Value.ToString(), StringComparer.Ordinal);

    private static string? Words(Input input)
    {
        (string Name, string? Value)[] all = [("plan", input.Plan), ("status", input.Status?.ToText()), ("tag", input.Tag?.Trim().ToLowerInvariant())];
        var chosen = all.Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}").ToArray();
        return chosen.Length == 0 ? null : string.Join('&', chosen);
    }
}
