using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Carries out the steps of the campaign for unpaid invoices. Day 0 of invoices that are already unpaid is now.</summary>
public sealed class TurnOnDunning : Operation<DunningCampaign, TurnOnDunning.Input>
{
    public const string Name = "dunning.turn_on";

    private const int MaxSuspensions = 10_000;

    public sealed record Input([Description("Maximum suspensions in 24 hours. Further ones wait until the next day.")] int SuspensionsPerDay = 25);

    public override OperationDefinition Definition =>
        new(Name, "Turn on dunning", "turned on")
        {
            Group = ActionGroup.Plan,
            Subject = "platform",
            DoneSentence = "Dunning turned on",
            Synonyms = "failed payments, reminders, past due, start dunning",
            RestoredByUndo = "Dunning is off.",
            NotRestoredByUndo = "Emails that were sent. Tenants that were restricted get access when they pay, or when a person restores it.",
        };

    public override Task<IReadOnlyList<DunningCampaign>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => DunningCampaign.Load(ids, work);

    public override Refusal? Refuse(DunningCampaign campaign, Input input) =>
        campaign.IsOn ? new("already_on", $"Dunning is already on.")
        : input.SuspensionsPerDay is < 1 or > MaxSuspensions ? new("bad_limit", $"suspensions_per_day must be between 1 and {MaxSuspensions}.")
        : null;

    public override Decision Decide(DunningCampaign campaign, Input input)
    {
        var says = Sentence.Say($"Tenants with unpaid invoices receive an email on the days ");
        ChangeDunning.AppendDays(campaign.EmailDays, says);
        says.AppendLiteral(". The first one is sent within minutes, or at 8:00 in the tenant's time zone, also for invoices that are already unpaid");
        ChangeDunning.AppendRestrictions(campaign.Steps, says);
        return new(says, new Effect("suspensions_per_day", null, input.SuspensionsPerDay));
    }

    public override async Task Execute(IReadOnlyList<DunningCampaign> accepted, Input input, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into dunning.activations (tenant_id, suspensions, opened_by, opened_at)
            values ('tnt_platform', @SuspensionsPerDay, @run, clock_timestamp())
            """,
            new { input.SuspensionsPerDay, run = work.RunId }
        );
        await work.SetCeiling(DunningCampaign.Principal, DunningCampaign.Ceiling(input.SuspensionsPerDay));
        await work.SetName(DunningCampaign.Principal, "dunning", "Dunning");
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<DunningCampaign> subjects, string undoneRun, UnitOfWork work)
    {
        var closed = await DunningCampaign.Activations.CloseOpenedBy([IdGenerator.Platform], undoneRun, work);
        if (closed.Count > 0)
            await work.DropCeilings([DunningCampaign.Principal]);
        return closed;
    }
}
