using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>Gives a tenant credits: so much may be used once beyond what its plan includes, until a day, for the period that runs, or for good.</summary>
public sealed class GrantCredits : Operation<CreditFacts, GrantCredits.Input>
{
    private const int MostYears = 10,
        LastPriority = 1000;

    public sealed record Input(
        [Description("What they pay for: something that is counted up.")] [ChosenAmong(FeatureBook.Source)] string Feature,
        [Description("So much may be used beyond what the plan includes.")] string Amount,
        [Description("Why, for the team.")] [DataType(DataType.MultilineText)] string Reason,
        [Description("The last day of it, in UTC; empty for no end.")] DateOnly? Until = null,
        [Description("It ends with the period that runs, instead of on a day.")] bool ForPeriod = false,
        [Description("Of what is left at the period's end so much goes over into the next; empty for nothing.")] string? Rollover = null,
        [Description("Smaller is used first; of those that are alike what ends earlier, then the older.")] int Priority = 100,
        [Description("It was given away, not sold.")] bool Promotional = false
    );

    public override Input Example => new("sessions", "50", "For the outage on Friday.", new(2030, 12, 31));

    public override Declaration Is =>
        new("credit.grant", "Grant credits", "granted")
        {
            Subject = "tenant",
            Noun = "grant",
            Reversal = Reversal.Compensates,
            OneClick = true,
            ComesBack = "What was not spent is taken back; what was spent stays spent. Where all of it was spent or is over, nothing is left to undo.",
        };

    public override async Task<IReadOnlyList<CreditFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) =>
        [.. (await CreditFacts.Load(ids, input.Feature, work)).Select(tenant => tenant with { NewId = work.NewId("crd", tenant.Id) })];

    public override Refusal? Refuse(CreditFacts tenant, Input input) =>
        tenant switch
        {
            { IsOver: true } => new("cancelled", $"{tenant} is {tenant.Lifecycle}; it uses nothing any more."),
            { Feature: null } => new("unknown_feature", $"There is no feature with this key. Declare it first."),
            { Feature.Kind: not FeatureKind.Counter } => new(
                "not_counted",
                $"{new Reference(tenant.Feature.FeatureId)} is not counted up, so nothing of it can be paid for with credits. Override its limit instead."
            ),
            { Feature.Counts.Length: > 0 } => new(
                "counted_from_reports",
                $"{new Reference(tenant.Feature.FeatureId)} is counted from reported data, so credits can't pay for it. Override its limit instead."
            ),
            _ when Read(tenant, input.Amount) is not > 0 => new(
                "bad_amount",
                $"An amount is a number above 0, with no more decimals than {new Reference(tenant.Feature.FeatureId)} counts."
            ),
            _ when string.IsNullOrWhiteSpace(input.Reason) => new("reason_needed", $"Say why, for whoever looks at it later."),
            _ when input.Priority is < 0 or > LastPriority => new("bad_priority", $"A priority is 0 to {LastPriority}."),
            _ => RefuseEnd(tenant, input),
        };

    public override Decision Decide(CreditFacts tenant, Input input)
    {
        var (feature, amount) = (tenant.Feature!, Read(tenant, input.Amount)!.Value); // refused when there is none
        var says = Sentence.Say($"{tenant} gets credits for ");
        KnownFeature.Say(Allowance.Of(amount), says);
        says.AppendLiteral(" of ");
        says.AppendFormatted(new Reference(feature.FeatureId));
        says.AppendLiteral(": left are then ");
        KnownFeature.Say(Allowance.Of(tenant.Left + amount), says);
        says.AppendLiteral(" instead of ");
        KnownFeature.Say(Allowance.Of(tenant.Left), says);
        if (input.Until is { } last)
        {
            says.AppendLiteral(", until the end of ");
            says.AppendFormatted(last);
        }
        else if (End(tenant, input) is { } end)
        {
            says.AppendLiteral(", until ");
            says.AppendFormatted(end);
        }
        says.AppendLiteral(".");
        return new(says, new Effect(feature.Key, null, Allowance.Plain(amount)))
        {
            Created = tenant.NewId,
            Send =
            [
                Message.Event("credits.granted", new CreditsGranted(tenant.NewId, feature.Key, Allowance.Plain(amount), End(tenant, input), RolledFrom: null)),
            ],
        };
    }

    public override async Task Execute(IReadOnlyList<CreditFacts> accepted, Input input, Work work)
    {
        var feature = accepted[0].Feature!; // refused when there is none
        await work.Do(
            """
            with granted as (
              insert into entitlements.credits (tenant_id, credit_id, feature, amount, priority, is_promotional, expires_at, rollover, reason, opened_by, opened_at)
              select t.id, t.credit_id, @Key, @amount, @Priority, @Promotional, t.ends, @rollover, @reason, @run, clock_timestamp()
                from unnest(@ids, @credits, @ends) t(id, credit_id, ends)
              returning tenant_id, credit_id, feature, amount)
            insert into entitlements.credit_movements (tenant_id, credit_id, feature, kind, amount, run_id)
            select g.tenant_id, g.credit_id, g.feature, 'granted', g.amount, @run from granted g
            """,
            new
            {
                feature.Key,
                amount = Read(accepted[0], input.Amount),
                input.Priority,
                input.Promotional,
                rollover = input.Rollover is { Length: > 0 } text ? Read(accepted[0], text) : null,
                reason = input.Reason.Trim(),
                run = work.RunId,
                ids = accepted.Select(tenant => tenant.Id).ToArray(),
                credits = accepted.Select(tenant => tenant.NewId).ToArray(),
                ends = accepted.Select(tenant => End(tenant, input)).ToArray(),
            }
        );
        await work.Name([.. accepted.Select(tenant => (tenant.NewId, tenant.Id))], "credit", "A grant of credits");
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<CreditFacts> subjects, string undoneRun, Work work)
    {
        var taken = (await CreditRows.Void([.. subjects.Select(tenant => tenant.Id)], undoneRun, work)).ToLookup(one => one.TenantId, StringComparer.Ordinal);
        foreach (var tenant in subjects)
            tenant.TakenBack.AddRange(taken[tenant.Id]);
        return [.. taken.Select(one => one.Key)];
    }

    public override Message[] TellUndone(CreditFacts tenant) => [.. tenant.TakenBack.Select(taken => Message.Event("credits.voided", taken.Told))];

    private static Refusal? RefuseEnd(CreditFacts tenant, Input input) =>
        input switch
        {
            { Until: not null, ForPeriod: true } => new("bad_until", $"It ends on a day or with the period, not both."),
            { ForPeriod: true } when tenant.PeriodEnds is null => new(
                "never_resets",
                $"{new Reference(tenant.Feature!.FeatureId)} is counted for good: no period of it ends."
            ),
            _ when input.Until < tenant.Today => new("bad_until", $"Credits end today at the earliest."),
            _ when input.Until > tenant.Today.AddYears(MostYears) => new("bad_until", $"Credits last {MostYears} years at most, or have no end."),
            { Rollover: null or "" } => null,
            { ForPeriod: false } => new("bad_rollover", $"Only what ends with the period goes over into the next."),
            _ when Read(tenant, input.Rollover) is not > 0 || Read(tenant, input.Rollover) > Read(tenant, input.Amount) => new(
                "bad_rollover",
                $"What goes over is above 0, and no more than is granted."
            ),
            _ => null,
        };

    private static DateTimeOffset? End(CreditFacts tenant, Input input) => input.ForPeriod ? tenant.PeriodEnds : Zone.Utc.EndOf(input.Until);

    /// <returns>null when it is no amount of the feature</returns>
    private static decimal? Read(CreditFacts tenant, string text) => Allowance.Amount(text.Trim(), tenant.Feature!.Decimals); // refused when there is none
}
