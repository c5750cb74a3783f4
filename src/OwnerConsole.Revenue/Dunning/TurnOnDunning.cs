using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Dunning.Campaigns;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Turns on a campaign, or dunning as a whole: day 0 of invoices that are already unpaid is then now.</summary>
/// <remarks>The platform stands for dunning as a whole.</remarks>
public sealed class TurnOnDunning(Database database) : Operation<CampaignSubject, TurnOnDunning.Input>
{
    public const string Name = "dunning.turn_on";

    private const int MaxSuspensions = 10_000;

    public sealed record Input(
        [Description("Maximum suspensions in 24 hours, of all campaigns. Further ones wait until the next day. Only used to turn on dunning as a whole.")]
            int SuspensionsPerDay = 25
    );

    public override OperationDefinition Definition =>
        new(Name, "Turn on dunning", "turned on")
        {
            Group = ActionGroup.Plan,
            Subject = "platform",
            Noun = "campaign",
            DoneSentence = "Turned on",
            Synonyms = "failed payments, reminders, past due, start dunning",
            RestoredByUndo = "Dunning or the campaign is off.",
            NotRestoredByUndo = "Emails that were sent. Tenants that were restricted get access when they pay, or when a person restores it.",
        };

    /// <summary>The limit applies to all campaigns together.</summary>
    public override IReadOnlyList<InputField> Fields(Func<string, string?> given) => given("subject") is null or IdGenerator.Platform ? AllFields : [];

    public override async Task<IReadOnlyList<CampaignSubject>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var loaded = new List<CampaignSubject>();
        foreach (var subject in await CampaignSubject.Load(ids, null, database, work)) // there are only a few
            loaded.Add(subject.Campaign is null ? subject : await subject.With(null, database, work));
        return loaded;
    }

    public override Refusal? Refuse(CampaignSubject subject, Input input) =>
        subject switch
        {
            { IsDeleted: true } => CampaignRefusals.Deleted,
            { Campaign.IsOn: true } => new("already_on", $"This campaign is already on."),
            { Campaign: not null } => null,
            { Dunning.IsOn: true } => new("already_on", $"Dunning is already on."),
            _ when input.SuspensionsPerDay is < 1 or > MaxSuspensions => new("bad_limit", $"suspensions_per_day must be between 1 and {MaxSuspensions}."),
            _ => null,
        };

    public override Decision Decide(CampaignSubject subject, Input input)
    {
        if (subject.Campaign is { } campaign)
        {
            var matches = Sentence.Say(
                $"The campaign {subject} would match {subject.Matching:unpaid invoice} now. Open cases keep their campaign. Tenants receive an email on the days "
            );
            ChangeDunning.AppendSteps(campaign.Steps, matches);
            return new(matches);
        }
        var says = Sentence.Say($"Tenants with unpaid invoices receive an email on the days ");
        var last = subject.Campaigns[^1];
        ChangeDunning.AppendDays(last.EmailDays, says);
        if (subject.Campaigns.Count > 1)
            says.AppendLiteral(", unless another campaign matches");
        says.AppendLiteral(". The first one is sent within minutes, or at 8:00 in the tenant's time zone, also for invoices that are already unpaid");
        ChangeDunning.AppendRestrictions(last.Steps, says);
        return new(says, new Effect("suspensions_per_day", null, input.SuspensionsPerDay));
    }

    public override async Task Execute(IReadOnlyList<CampaignSubject> accepted, Input input, UnitOfWork work)
    {
        await DunningCampaignRows.OpenActivations([.. accepted.Select(subject => subject.Campaign?.Id).OfType<string>()], work);
        if (accepted.All(subject => subject.Campaign is not null))
            return;
        await work.Execute(
            """
            insert into dunning.activations (tenant_id, suspensions, opened_by, opened_at)
            values ('tnt_platform', @SuspensionsPerDay, @run, clock_timestamp())
            """,
            new { input.SuspensionsPerDay, run = work.RunId }
        );
        await work.SetCeiling(DunningActivation.Principal, DunningActivation.Ceiling(input.SuspensionsPerDay));
        await work.SetName(DunningActivation.Principal, "dunning", "Dunning");
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<CampaignSubject> subjects, string undoneRun, UnitOfWork work)
    {
        var campaigns = await DunningCampaign.Activations.CloseOpenedBy(ids: null, undoneRun, work);
        var closed = await DunningActivation.Rows.CloseOpenedBy([IdGenerator.Platform], undoneRun, work);
        if (closed.Count > 0)
            await work.DropCeilings([DunningActivation.Principal]);
        return [.. campaigns, .. closed];
    }
}
