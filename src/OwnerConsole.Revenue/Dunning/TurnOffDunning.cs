using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Dunning.Campaigns;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Turns off a campaign, or dunning as a whole: no steps are carried out any more. Access that is restricted is still restored when tenants pay.</summary>
/// <remarks>The platform stands for dunning as a whole.</remarks>
public sealed class TurnOffDunning(Database database) : Operation<CampaignSubject, NoInput>
{
    public const string Name = "dunning.turn_off";

    public override OperationDefinition Definition =>
        new(Name, "Turn off dunning", "turned off")
        {
            Group = ActionGroup.Plan,
            Subject = "platform",
            Noun = "campaign",
            DoneSentence = "Turned off",
            Synonyms = "stop dunning, stop reminders",
            RestoredByUndo = "Dunning is on, with the same limit, or the campaign is on. Steps that became due in the meantime are carried out.",
        };

    public override Task<IReadOnlyList<CampaignSubject>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        CampaignSubject.Load(ids, null, database, work);

    public override Refusal? Refuse(CampaignSubject subject, NoInput input) =>
        subject switch
        {
            { IsDeleted: true } => CampaignRefusals.Deleted,
            { Campaign.IsOn: false } => new("already_off", $"This campaign is already off."),
            { Campaign: null, Dunning.IsOn: false } => new("already_off", $"Dunning is already off."),
            _ => null,
        };

    public override Decision Decide(CampaignSubject subject, NoInput input) =>
        subject.Campaign is null
            ? new(
                $"No emails about unpaid invoices are sent, and no access is restricted. Tenants that are restricted get access when they pay.",
                new Effect("suspensions_per_day", subject.Dunning.Suspensions, null)
            )
            : new(
                $"Later invoices are matched with the other campaigns instead of {subject}. Of {subject.OpenCases:open case}, no steps are carried out until it is on again, and the days until then don't count."
            );

    public override async Task Execute(IReadOnlyList<CampaignSubject> accepted, NoInput input, UnitOfWork work)
    {
        await DunningCampaign.Activations.Close([.. accepted.Select(subject => subject.Campaign?.Id).OfType<string>()], work);
        if (accepted.All(subject => subject.Campaign is not null))
            return;
        await DunningActivation.Rows.Close([IdGenerator.Platform], work);
        await work.DropCeilings([DunningActivation.Principal]);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<CampaignSubject> subjects, string undoneRun, UnitOfWork work)
    {
        var campaigns = await DunningCampaign.Activations.Reopen(ids: null, undoneRun, work);
        var restored = await DunningActivation.Rows.Reopen([IdGenerator.Platform], undoneRun, work);
        if (restored.Count > 0 && (await DunningActivation.Find(work)).Suspensions is { } suspensions)
            await work.SetCeiling(DunningActivation.Principal, DunningActivation.Ceiling(suspensions));
        return [.. campaigns, .. restored];
    }
}
