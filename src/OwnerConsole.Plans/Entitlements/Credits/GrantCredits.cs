using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Entitlements.Overrides;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Gives a tenant credits for usage beyond its plan, until a day, for the current period, or without expiry.</summary>
public sealed class GrantCredits : Operation<CreditFacts, GrantCredits.Input>
{
    private const int MaxYears = 10,
        LastPriority = 1000,
        MaxPayment = 100;

    public sealed record Input(
        [Description("Counter that the credits pay for.")] [OptionsFrom(FeatureCatalogue.CreditSource)] string Feature,
        [Description("Usage that the credits cover beyond the plan.")] string Amount,
        [Description("Reason, shown to your team.")] [DataType(DataType.MultilineText)] string Reason,
        [Description("Last day, in UTC. Leave blank for credits that never expire.")] DateOnly? Until = null,
        [Description("Expire with the current period instead of on a day.")] bool ForPeriod = false,
        [Description("Maximum that rolls over into the next period. Leave blank for none.")] string? Rollover = null,
        [Description("Lower is spent first. Ties are spent by earlier expiry, then by age.")] int Priority = 100,
        [Description("The credits were given away, not sold.")] bool Promotional = false,
        [StringLength(MaxPayment)]
        [Description("Payment that bought the credits, such as ch_1234. Its refund can void what is unused. Leave blank if unknown.")]
            string? Payment = null
    );

    public override Input Example => new("sessions", "50", "For the outage on Friday.", new(2030, 12, 31));

    public override OperationDefinition Definition =>
        new("credit.grant", "Grant credits", "granted")
        {
            Group = ActionGroup.Limits,
            Synonyms = "credits, add credits, give credits, promo credits, top up",
            Subject = "tenant",
            Noun = "grant",
            Reversal = Reversal.Compensates,
            OneClick = true,
            RestoredByUndo = "Unspent credits are voided; spent credits stay spent. If all were spent or have expired, there is nothing to undo.",
        };

    public override async Task<IReadOnlyList<CreditFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        [.. (await CreditFacts.Load(ids, input.Feature, work)).Select(tenant => tenant with { NewId = work.NewId("crd", tenant.Id) })];

    public override Refusal? Refuse(CreditFacts tenant, Input input) =>
        tenant switch
        {
            { HasEnded: true } => new("cancelled", $"{tenant} is {tenant.Lifecycle}, so credits have no effect."),
            { Feature: null } => new("unknown_feature", $"No feature has this key. Add the feature first."),
            { Feature.Kind: not FeatureKind.Counter } => new(
                "not_counted",
                $"{new EntityReference(tenant.Feature.FeatureId)} is not a counter, so credits can't pay for it. Override its limit instead."
            ),
            { Feature.Counts.Length: > 0 } => new(
                "counted_from_reports",
                $"{new EntityReference(tenant.Feature.FeatureId)} is counted from reported data, so credits can't pay for it. Override its limit instead."
            ),
            _ when Read(tenant, input.Amount) is not > 0 => new(
                "bad_amount",
                $"The amount must be above 0, with no more decimals than {new EntityReference(tenant.Feature.FeatureId)} allows."
            ),
            _ when string.IsNullOrWhiteSpace(input.Reason) => new("reason_needed", $"Enter a reason for your team."),
            _ when input.Priority is < 0 or > LastPriority => new("bad_priority", $"The priority must be 0 to {LastPriority}."),
            _ => RefuseEnd(tenant, input),
        };

    public override Decision Decide(CreditFacts tenant, Input input)
    {
        var (feature, amount) = (tenant.Feature!, Read(tenant, input.Amount)!.Value); // Refuse has excluded null.
        var says = Sentence.Say($"{tenant} gets credits for ");
        KnownFeature.AppendAmount(Allowance.Of(amount), says);
        says.AppendLiteral(" of ");
        says.AppendFormatted(new EntityReference(feature.FeatureId));
        says.AppendLiteral(". Credits left: ");
        KnownFeature.AppendAmount(Allowance.Of(tenant.Left + amount), says);
        says.AppendLiteral(", previously ");
        KnownFeature.AppendAmount(Allowance.Of(tenant.Left), says);
        if (input.Until is { } last)
        {
            says.AppendLiteral("; the new credits expire at the end of ");
            says.AppendFormatted(last);
        }
        else if (End(tenant, input) is { } end)
        {
            says.AppendLiteral("; the new credits expire at ");
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

    protected override Task<IReadOnlyList<SummaryLine>> Summarise(CreditFacts tenant, Input input, UnitOfWork work)
    {
        var amount = Read(tenant, input.Amount)!.Value; // Refuse has excluded null.
        return Task.FromResult<IReadOnlyList<SummaryLine>>([new("Credits left", Allowance.Plain(tenant.Left), Allowance.Plain(tenant.Left + amount))]);
    }

    public override async Task Execute(IReadOnlyList<CreditFacts> accepted, Input input, UnitOfWork work)
    {
        var feature = accepted[0].Feature!; // Refuse has excluded null.
        await work.Execute(
            """
            with granted as (
              insert into entitlements.credits (tenant_id, credit_id, feature, amount, priority, is_promotional, expires_at, rollover, reason, payment_id, opened_by, opened_at)
              select t.id, t.credit_id, @Key, @amount, @Priority, @Promotional, t.ends, @rollover, @reason, @payment, @run, clock_timestamp()
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
                payment = input.Payment.TrimToNull(),
                run = work.RunId,
                ids = accepted.Select(tenant => tenant.Id).ToArray(),
                credits = accepted.Select(tenant => tenant.NewId).ToArray(),
                ends = accepted.Select(tenant => End(tenant, input)).ToArray(),
            }
        );
        await work.SetName([.. accepted.Select(tenant => (tenant.NewId, tenant.Id))], "credit", "Credit grant");
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<CreditFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var taken = (await CreditRows.Void([.. subjects.Select(tenant => tenant.Id)], undoneRun, work)).ToLookup(
            voidedCredit => voidedCredit.TenantId,
            StringComparer.Ordinal
        );
        foreach (var tenant in subjects)
            tenant.Voided.AddRange(taken[tenant.Id]);
        return [.. taken.Select(grouping => grouping.Key)];
    }

    public override Message[] GetUndoMessages(CreditFacts tenant) => [.. tenant.Voided.Select(taken => Message.Event("credits.voided", taken.Event))];

    private static Refusal? RefuseEnd(CreditFacts tenant, Input input) =>
        input switch
        {
            { Until: not null, ForPeriod: true } => new("bad_until", $"Credits can expire on a day or with the period, not both."),
            { ForPeriod: true } when tenant.PeriodEnds is null => new(
                "never_resets",
                $"{new EntityReference(tenant.Feature!.FeatureId)} never resets, so its period doesn't end. Enter a last day instead."
            ),
            _ when input.Until < tenant.Today => new("bad_until", $"The last day must be today or later."),
            _ when input.Until > tenant.Today.AddYears(MaxYears) => new(
                "bad_until",
                $"Credits can last at most {MaxYears} years. Leave the last day blank for credits that never expire."
            ),
            { Rollover: null or "" } => null,
            { ForPeriod: false } => new("bad_rollover", $"Only credits that expire with the period can roll over."),
            _ when Read(tenant, input.Rollover) is not > 0 || Read(tenant, input.Rollover) > Read(tenant, input.Amount) => new(
                "bad_rollover",
                $"The rollover must be above 0 and at most the granted amount."
            ),
            _ => null,
        };

    private static DateTimeOffset? End(CreditFacts tenant, Input input) => input.ForPeriod ? tenant.PeriodEnds : Zone.Utc.EndOf(input.Until);

    /// <returns>Null if the text is not a valid amount of the feature.</returns>
    private static decimal? Read(CreditFacts tenant, string text) => Allowance.Amount(text.Trim(), tenant.Feature!.Decimals); // Refuse has excluded null.
}
