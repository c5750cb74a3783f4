using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Plans.Entitlements.Overrides;

/// <summary>Overrides the limit that a tenant's plans give it for a feature, permanently or until a day. It applies to the application's next
/// check.</summary>
public sealed class OverrideLimit : Operation<OverrideFacts, OverrideLimit.Input>
{
    private const int MaxYears = 10;

    public sealed record Input(
        [OptionsFrom(FeatureCatalogue.Source)] string Feature,
        [Description("On, off, a number, unlimited, or a text value.")] string Allows,
        [Description("Reason, shown to your team.")] [DataType(DataType.MultilineText)] string Reason,
        [Description("Last day, in UTC. Leave blank for a permanent override.")] DateOnly? Until = null
    );

    public override Input Example => new("clients", "150", "A month to tidy up.", new(2030, 12, 31));

    public override OperationDefinition Definition =>
        new("tenant.override_limit", "Override limit", "overridden")
        {
            Group = ActionGroup.Limits,
            Synonyms = "raise limit, custom limit",
            Noun = "limit",
            RestoredByUndo = "The previous override is restored, or the limit from the plans.",
        };

    public override async Task<IReadOnlyList<OverrideFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        [.. (await OverrideFacts.Load(ids, input.Feature, work)).Select(tenant => tenant with { NewId = work.NewId("ovr", tenant.Id) })];

    public override Refusal? Refuse(OverrideFacts tenant, Input input) =>
        tenant switch
        {
            { HasEnded: true } => new("cancelled", $"{tenant} is {tenant.Lifecycle}, so its limits have no effect."),
            { Entitlement: null } => new("unknown_feature", $"No feature has this key. Add the feature first."),
            _ when tenant.Entitlement.Feature.Read(input.Allows) is null => KnownFeature.InvalidAllowance(tenant.Entitlement.Feature.Kind),
            _ when string.IsNullOrWhiteSpace(input.Reason) => new("reason_needed", $"Enter a reason for your team."),
            _ when input.Until < tenant.Today => new("bad_until", $"The last day must be today or later."),
            _ when input.Until > tenant.Today.AddYears(MaxYears) => new(
                "bad_until",
                $"An override can last at most {MaxYears} years. Leave the last day blank for a permanent override."
            ),
            _ when IsUnchanged(tenant, input) => new("no_change", $"{tenant} already has exactly this override."),
            _ => null,
        };

    public override Decision Decide(OverrideFacts tenant, Input input)
    {
        var (feature, before) = (tenant.Entitlement!.Feature, tenant.Entitlement.Allows); // Refuse has excluded null.
        var after = feature.Read(input.Allows)!; // Refuse has excluded unreadable values.
        var says = Describe(tenant, feature, before, after);
        if (input.Until is { } last)
        {
            says.AppendLiteral(", until the end of ");
            says.AppendFormatted(last);
        }
        says.AppendLiteral(".");
        // The effect names only an earlier override as the previous value: undo doesn't restore what a plan grants. Text values stay out of the log.
        var was = tenant.Entitlement.Source is LimitSource.Override ? before.Text : null;
        return feature.Kind is FeatureKind.Config ? new(says) : new(says, new Effect(feature.Key, was, after.Text));
    }

    protected override async Task<IReadOnlyList<SummaryLine>> Summarise(OverrideFacts tenant, Input input, UnitOfWork work)
    {
        var (feature, before) = (tenant.Entitlement!.Feature, tenant.Entitlement.Allows); // Refuse has excluded null.
        var after = feature.Read(input.Allows)!; // Refuse has excluded unreadable values.
        List<SummaryLine> lines = [new("Limit", before.Text, after.Text)];
        if (feature.IsCounted)
        {
            var used = (await FeatureUsages.Of([tenant.Id], work)).FirstOrDefault(usage => usage.Feature == feature.Key)?.Used ?? 0;
            lines.Add(new("Used in this period", null, Allowance.Plain(used), used > after.Limit));
        }
        lines.Add(new("Ends", tenant.Entitlement.Source is LimitSource.Override ? Day(tenant.OverrideEnds) : null, Day(Zone.Utc.EndOf(input.Until))));
        return lines;
    }

    private static string Day(DateTimeOffset? end) =>
        end is { } at ? at.AddTicks(-1).UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture) : "never";

    public override async Task Execute(IReadOnlyList<OverrideFacts> accepted, Input input, UnitOfWork work)
    {
        var ids = accepted.Select(tenant => tenant.Id).ToArray();
        await OverrideRows.Close(ids, input.Feature, openedBy: null, work);
        await work.Execute(
            """
            insert into entitlements.overrides (tenant_id, override_id, opened_by, feature, allows, until_at, reason, opened_at)
            select id, override_id, @run, @feature, @allows, @end, @reason, clock_timestamp() from unnest(@ids, @overrides) t(id, override_id)
            """,
            new
            {
                ids,
                overrides = accepted.Select(tenant => tenant.NewId).ToArray(),
                run = work.RunId,
                feature = input.Feature,
                allows = accepted[0].Entitlement!.Feature.Read(input.Allows)!.Text, // Refuse has excluded unreadable values.
                end = Zone.Utc.EndOf(input.Until),
                reason = input.Reason.Trim(),
            }
        );
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<OverrideFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var closed = await OverrideRows.Close([.. subjects.Select(tenant => tenant.Id)], feature: null, undoneRun, work);
        await OverrideRows.Reopen(closed, undoneRun, work);
        return closed;
    }

    private static Sentence Describe(OverrideFacts tenant, KnownFeature feature, Allowance before, Allowance after)
    {
        var it = new EntityReference(feature.FeatureId);
        if (feature.Kind is FeatureKind.Boolean)
            return after.Grants
                ? Sentence.Say($"{it} is on for {tenant}, regardless of its plans")
                : Sentence.Say($"{it} is off for {tenant}, regardless of its plans");
        if (feature.Kind is FeatureKind.Config)
            return Sentence.Say($"{tenant} has a custom value for {it}, regardless of its plans");
        var says = Sentence.Say($"{tenant} can use ");
        feature.AppendAllowance(after, says);
        says.AppendLiteral(" of ");
        says.AppendFormatted(it);
        says.AppendLiteral(" instead of ");
        feature.AppendAllowance(before, says);
        return says;
    }

    private static bool IsUnchanged(OverrideFacts tenant, Input input) =>
        tenant.Entitlement is { Source: LimitSource.Override } now
        && now.Allows == now.Feature.Read(input.Allows)
        && tenant.OverrideEnds == Zone.Utc.EndOf(input.Until);
}
