using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>Deletes a campaign without open cases.</summary>
public sealed class DeleteCampaign(Database database) : Operation<CampaignSubject, NoInput>
{
    public const string Name = "dunning.delete";

    public override OperationDefinition Definition =>
        new(Name, "Delete dunning campaign", "deleted")
        {
            Group = ActionGroup.Danger,
            Subject = DunningCampaign.Kind,
            Noun = "campaign",
            RestoredByUndo = "The campaign is listed again, and it is on if it was on.",
        };

    public override async Task<IReadOnlyList<CampaignSubject>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        [.. (await CampaignSubject.Load(ids, null, database, work)).Where(subject => subject.Id != IdGenerator.Platform)];

    public override Refusal? Refuse(CampaignSubject subject, NoInput input) =>
        subject switch
        {
            { IsDeleted: true } => CampaignRefusals.Deleted,
            { Campaign.IsDefault: true } => CampaignRefusals.IsDefault,
            { OpenCases: > 0 } => new(
                "open_cases",
                $"It has {subject.OpenCases:open case}. Match them again (dunning.rematch) after turning the campaign off, or wait until they are closed."
            ),
            _ => null,
        };

    public override Decision Decide(CampaignSubject subject, NoInput input) =>
        new($"Later invoices are matched with the other campaigns instead of {subject}.");

    public override Task Execute(IReadOnlyList<CampaignSubject> accepted, NoInput input, UnitOfWork work) =>
        DunningCampaign.Versions.Close([.. accepted.Select(subject => subject.Id)], work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<CampaignSubject> subjects, string undoneRun, UnitOfWork work) =>
        await DunningCampaign.Versions.Reopen(ids: null, undoneRun, work);
}
